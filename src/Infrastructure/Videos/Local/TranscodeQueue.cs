using System.Collections.Concurrent;
using System.Threading.Channels;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// Videos that wait for this machine's worker, each once, and how far the one at work is. Disk and database know them too:
/// nothing here is missed.
/// </summary>
internal sealed class TranscodeQueue
{
    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentDictionary<Guid, int> _progress = new();

    /// <summary>Does nothing for a video that is not forgotten yet.</summary>
    public void Enqueue(Guid videoId)
    {
        if (_progress.TryAdd(videoId, 0))
            _queue.Writer.TryWrite(videoId);
    }

    public IAsyncEnumerable<Guid> ReadAllAsync(CancellationToken cancellationToken) => _queue.Reader.ReadAllAsync(cancellationToken);

    public int ProgressOf(Guid videoId) => _progress.GetValueOrDefault(videoId);

    /// <returns>Whether that is news.</returns>
    public bool Report(Guid videoId, int percent)
    {
        var before = ProgressOf(videoId);
        _progress[videoId] = percent;
        return percent > before;
    }

    public void Forget(Guid videoId) => _progress.TryRemove(videoId, out _);
}
