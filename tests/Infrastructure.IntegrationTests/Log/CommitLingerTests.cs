using System.Threading.Channels;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Log;

namespace VideoChat.Infrastructure.IntegrationTests.Log;

public sealed class CommitLingerTests
{
    private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();
    private readonly CommitLinger _linger = new(maxBatch: 3);

    [Test]
    public async Task Wait_WhenFewerComeThanLastTime_EndsAllTheSame()
    {
        _queue.Writer.TryWrite(1);
        _linger.Learn(2);

        await Task.Run(() => _linger.Wait(_queue.Reader)).WaitAsync(Wait.Patience);

        Assert.That(_queue.Reader.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Wait_WhenTheLastBatchWasLargerThanAnyMayBe_ExpectsNoMoreThanFits()
    {
        for (var number = 0; number < 3; number++)
            _queue.Writer.TryWrite(number);
        _linger.Learn(1_000);

        await Task.Run(() => _linger.Wait(_queue.Reader)).WaitAsync(Wait.Patience);

        Assert.That(_linger.Expected, Is.EqualTo(3));
    }

    [Test]
    public void Learn_WhenTheLoadIsOver_ExpectsLessTimeAfterTime()
    {
        var linger = new CommitLinger(maxBatch: 100);
        linger.Learn(3);

        int[] expected = [.. Enumerable.Range(0, 4).Select(_ => { linger.Learn(1); return linger.Expected; })];

        Assert.That(expected, Is.EqualTo(new[] { 2, 1, 1, 1 }));
    }
}
