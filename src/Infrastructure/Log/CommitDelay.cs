using System.Diagnostics;
using System.Threading.Channels;

namespace VideoChat.Infrastructure.Log;

/// <summary>Delays a commit under load so that more writes join it. Each commit costs an fsync and one send per socket.</summary>
internal sealed class CommitDelay(int maxBatch)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(0.3);

    /// <summary>The expected batch size. It follows the largest recent batch and decreases by one per batch.</summary>
    public int Expected { get; private set; } = 1;

    public void RecordBatch(int batch) => Expected = Math.Clamp(Math.Max(batch, Expected - 1), 1, maxBatch);

    public void Wait<T>(ChannelReader<T> queue)
    {
        if (queue.Count >= Expected)
            return;
        var start = Stopwatch.GetTimestamp();
        while (queue.Count < Expected && Stopwatch.GetElapsedTime(start) < Limit)
            Thread.Yield();
    }
}
