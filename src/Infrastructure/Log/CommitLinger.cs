using System.Diagnostics;
using System.Threading.Channels;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// A short wait before a commit, under load only: whoever wrote in the last batch is likely to write again at once, and one
/// more write in the batch costs 20 µs, a batch of its own a commit and a send to every socket of the room. Not thread-safe.
/// </summary>
internal sealed class CommitLinger(int maxBatch)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(0.3);

    /// <summary>The expected batch size: that of the last batches, decaying.</summary>
    public int Expected { get; private set; } = 1;

    public void Learn(int batch) => Expected = Math.Clamp(Math.Max(batch, Expected - 1), 1, maxBatch);

    /// <summary>Returns when the queue holds the expected number, or the time is up. Yields the processor meanwhile.</summary>
    public void Wait<T>(ChannelReader<T> queue)
    {
        if (queue.Count >= Expected)
            return;
        var start = Stopwatch.GetTimestamp();
        while (queue.Count < Expected && Stopwatch.GetElapsedTime(start) < Patience)
            Thread.Yield();
    }
}
