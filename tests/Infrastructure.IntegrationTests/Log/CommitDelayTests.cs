using System.Threading.Channels;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.IntegrationTests.Log;

public sealed class CommitDelayTests
{
    private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();
    private readonly CommitDelay _delay = new(maxBatch: 3);

    [Test]
    public async Task Wait_WhenFewerArriveThanLastTime_StillEnds()
    {
        _queue.Writer.TryWrite(1);
        _delay.RecordBatch(2);

        await Task.Run(() => _delay.Wait(_queue.Reader)).WaitAsync(Wait.Timeout);

        Assert.That(_queue.Reader.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Wait_WhenTheLastBatchWasLargerThanAnyMayBe_ExpectsNoMoreThanFits()
    {
        for (var number = 0; number < 3; number++)
            _queue.Writer.TryWrite(number);
        _delay.RecordBatch(1_000);

        await Task.Run(() => _delay.Wait(_queue.Reader)).WaitAsync(Wait.Timeout);

        Assert.That(_delay.Expected, Is.EqualTo(3));
    }

    [Test]
    public void Learn_WhenTheLoadEnds_ExpectsLessEachTime()
    {
        var delay = new CommitDelay(maxBatch: 100);
        delay.RecordBatch(3);

        int[] expected = [.. Enumerable.Range(0, 4).Select(_ => { delay.RecordBatch(1); return delay.Expected; })];

        Assert.That(expected, Is.EqualTo(new[] { 2, 1, 1, 1 }));
    }
}
