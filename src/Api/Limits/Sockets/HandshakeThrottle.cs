using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>
/// Lets in only so many sockets at a time; the others wait in turn. When thousands come within a second, each step of
/// each of them would else stand in the thread pool's queue before every message: two seconds of waiting where it is now
/// a few milliseconds (docs/performance.md).
/// </summary>
internal sealed class HandshakeThrottle(IOptions<RealtimeOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrentHandshakes);

    /// <summary>Waits for a slot, which is given back when the socket is in or turned away.</summary>
    public async ValueTask<Slot> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        return new Slot(_slots);
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>A slot; given back once, however often it is disposed.</summary>
    internal sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        private SemaphoreSlim? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Release();
    }
}
