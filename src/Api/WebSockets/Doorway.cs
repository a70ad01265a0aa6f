using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.WebSockets;

/// <summary>
/// Lets in only so many sockets at a time; the others wait in turn. When thousands come within a second, each step of
/// each of them would else stand in the thread pool's queue before every message: two seconds of waiting where it is now
/// a few milliseconds (docs/performance.md).
/// </summary>
internal sealed class Doorway(IOptions<RealtimeOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.MaxEntering);

    /// <summary>Waits for a place, which is given back when the socket is in or turned away.</summary>
    public async ValueTask<Entry> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        return new Entry(_places);
    }

    public void Dispose() => _places.Dispose();

    /// <summary>A place; given back once, however often it is disposed.</summary>
    internal sealed class Entry(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}
