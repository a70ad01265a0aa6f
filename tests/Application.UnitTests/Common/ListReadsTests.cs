using VideoChat.Application.Common;

namespace VideoChat.Application.UnitTests.Common;

public sealed class ListReadsTests
{
    [Test]
    public async Task RunAsync_WhenTooManyAreRequested_LeavesAProcessorToOthers()
    {
        using var reads = new ListReads();
        var (running, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => reads.RunAsync(
            async () =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return now;
            },
            CancellationToken.None))));

        Assert.That(most, Is.InRange(1, Math.Max(1, Environment.ProcessorCount - 1)));
    }

    [Test]
    public async Task RunAsync_WhenAReadFailsOrAWaitingOneGivesUp_TheNextStillRuns()
    {
        using var reads = new ListReads();
        using var giveUp = new CancellationTokenSource();
        var held = new TaskCompletionSource<int>();
        var holding = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => reads.RunAsync(() => held.Task, CancellationToken.None)).ToList();
        var waiting = reads.RunAsync(() => Task.FromResult(1), giveUp.Token);

        await giveUp.CancelAsync();
        held.SetException(new IOException());

        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        foreach (var read in holding)
            Assert.That(() => read, Throws.InstanceOf<IOException>());
        Assert.That(await reads.RunAsync(() => Task.FromResult(7), CancellationToken.None), Is.EqualTo(7));
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, now, seen);
    }
}
