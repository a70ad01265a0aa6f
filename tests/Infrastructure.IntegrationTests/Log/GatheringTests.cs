using System.Threading.Channels;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.IntegrationTests.Log;

public sealed class GatheringTests
{
    private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();
    private readonly Gathering _gathering = new(maxBatch: 3);

    [Test]
    public async Task Wait_WhenFewerComeThanLastTime_EndsAllTheSame()
    {
        _queue.Writer.TryWrite(1);
        _gathering.Learn(2);

        await Task.Run(() => _gathering.Wait(_queue.Reader)).WaitAsync(Wait.Patience);

        Assert.That(_queue.Reader.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Wait_WhenTheLastBatchWasLargerThanAnyMayBe_ExpectsNoMoreThanFits()
    {
        for (var number = 0; number < 3; number++)
            _queue.Writer.TryWrite(number);
        _gathering.Learn(1_000);

        await Task.Run(() => _gathering.Wait(_queue.Reader)).WaitAsync(Wait.Patience);

        Assert.That(_gathering.Expected, Is.EqualTo(3));
    }

    [Test]
    public void Learn_WhenTheLoadIsOver_ExpectsLessTimeAfterTime()
    {
        var gathering = new Gathering(maxBatch: 100);
        gathering.Learn(3);

        int[] expected = [.. Enumerable.Range(0, 4).Select(_ => { gathering.Learn(1); return gathering.Expected; })];

        Assert.That(expected, Is.EqualTo(new[] { 2, 1, 1, 1 }));
    }
}
