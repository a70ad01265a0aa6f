using System.Collections.Concurrent;
using System.Threading.Channels;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>Videos that wait for the worker, and how far the one at work is. Disk knows them too: nothing here is missed.</summary>
internal sealed class TranscodeQueue
{
    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentDictionary<Guid, int> _progress = new();

    public void Enqueue(Guid videoId) => _queue.Writer.TryWrite(videoId);

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
