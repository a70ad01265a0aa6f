using System.Diagnostics;
using System.Threading.Channels;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// A moment's wait before a commit, under load only: whoever wrote in the last batch is likely to write again at once, and
/// one more in the batch costs 20 µs, a batch of its own a commit and a send to every socket of the room. For one thread.
/// </summary>
internal sealed class Gathering(int maxBatch)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(0.3);

    /// <summary>How many the last batches were, of which old ones count less and less.</summary>
    public int Expected { get; private set; } = 1;

    public void Learn(int batch) => Expected = Math.Clamp(Math.Max(batch, Expected - 1), 1, maxBatch);

    /// <summary>Ends when as many wait as came last time, or the patience is over. The processor is left to the others.</summary>
    public void Wait<T>(ChannelReader<T> queue)
    {
        if (queue.Count >= Expected)
            return;
        var start = Stopwatch.GetTimestamp();
        while (queue.Count < Expected && Stopwatch.GetElapsedTime(start) < Patience)
            Thread.Yield();
    }
}
