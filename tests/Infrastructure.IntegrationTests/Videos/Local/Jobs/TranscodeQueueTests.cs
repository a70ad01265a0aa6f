using Microsoft.Extensions.Time.Testing;
using VideoChat.Infrastructure.Videos.Local.Jobs;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Jobs;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TranscodeQueueTests
{
    private static readonly Guid Room = Guid.NewGuid();

    private readonly FakeTimeProvider _clock = new();
    private readonly TranscodeQueue _queue;

    public TranscodeQueueTests() => _queue = new TranscodeQueue(_clock);

    [Test]
    public async Task Take_WhenAShortFilmComesAfterALongOne_TakesTheShortOne()
    {
        var (film, tall) = (await WaitAsync(3_600, Room), await WaitAsync(3, Guid.NewGuid()));

        Assert.That((_queue.PositionOf(film), _queue.PositionOf(tall)), Is.EqualTo((2, 1)));
        Assert.That((await TakeAsync(), await TakeAsync()), Is.EqualTo((tall, film)));
    }

    [Test]
    public async Task Take_WhenALongFilmHasWaitedAsLongAsItTakes_TakesItBeforeNewOnes()
    {
        var film = await WaitAsync(600, Room);
        _clock.Advance(TimeSpan.FromSeconds(601));
        await WaitAsync(3, Guid.NewGuid());

        Assert.That(await TakeAsync(), Is.EqualTo(film));
    }

    [Test]
    public async Task Take_WhenARoomHasManyFilms_TakesThoseOfOthersBetween()
    {
        for (var i = 0; i < 10; i++)
            await WaitAsync(30, Room);
        var other = await WaitAsync(40, Guid.NewGuid());
        await TakeAsync();

        Assert.That(await TakeAsync(), Is.EqualTo(other));
    }

    [Test]
    public async Task Take_WhenOnlyShortOnesAreWanted_LeavesLongOnes()
    {
        await WaitAsync(3_600, Room);
        var taking = _queue.TakeAsync(maxCpuSeconds: 60, default);
        Assert.That(taking.IsCompleted, Is.False);

        var id = Guid.NewGuid();
        _queue.Enqueue(id);

        Assert.That((await taking.WaitAsync(TimeSpan.FromSeconds(30))).VideoId, Is.EqualTo(id));
    }

    [Test]
    public async Task Enqueue_WhenTheVideoIsKnown_DoesNothing()
    {
        var id = Guid.NewGuid();
        _queue.Enqueue(id);
        _queue.Enqueue(id);
        await TakeAsync();
        _queue.Enqueue(id);

        Assert.That((_queue.Waiting, _queue.PositionOf(id)), Is.EqualTo((0, (int?)null)));
    }

    [Test]
    public async Task Report_Always_DistinguishesNewFromRepeated()
    {
        var id = Guid.NewGuid();
        _queue.Enqueue(id);
        await TakeAsync();

        Assert.That((_queue.Report(id, 10), _queue.Report(id, 10), _queue.ProgressOf(id)), Is.EqualTo((true, false, 10)));
    }

    /// <summary>Queues a video whose file has been examined.</summary>
    private async Task<Guid> WaitAsync(double cpuSeconds, Guid room)
    {
        var id = Guid.NewGuid();
        _queue.Enqueue(id);
        TranscodeJob job;
        do
        {
            job = await _queue.TakeAsync(maxCpuSeconds: 0, default);
        }
        while (job.VideoId != id);
        job.Plan = new TranscodePlan(null!, [], 0, 0, 0, HasSound: false, cpuSeconds, 0, 0);
        _queue.Return(job, room);
        return id;
    }

    private async Task<Guid> TakeAsync() =>
        (await _queue.TakeAsync(maxCpuSeconds: null, default).WaitAsync(TimeSpan.FromSeconds(30))).VideoId;
}
