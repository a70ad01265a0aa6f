using System.Diagnostics;
using System.Threading.Channels;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// A short delay before a commit, only under load. Senders of the last batch are likely to write again within it, and one more write
/// in a batch costs 20 µs, a batch of its own a commit and a send to every socket of the room. Not thread-safe.
/// </summary>
internal sealed class CommitDelay(int maxBatch)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(0.3);

    /// <summary>The expected batch size: the largest of the last batches, less one for each batch since.</summary>
    public int Expected { get; private set; } = 1;

    public void Learn(int batch) => Expected = Math.Clamp(Math.Max(batch, Expected - 1), 1, maxBatch);

    /// <summary>Returns when the queue holds the expected number of writes or the limit has passed. Yields the processor.</summary>
    public void Wait<T>(ChannelReader<T> queue)
    {
        if (queue.Count >= Expected)
            return;
        var start = Stopwatch.GetTimestamp();
        while (queue.Count < Expected && Stopwatch.GetElapsedTime(start) < Limit)
            Thread.Yield();
    }
}
