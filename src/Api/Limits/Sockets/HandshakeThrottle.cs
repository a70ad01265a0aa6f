using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>
/// Limits concurrent handshakes. The rest wait here instead of in the thread pool, because thousands of queued handshakes would
/// delay every message by seconds (docs/performance.md).
/// </summary>
internal sealed class HandshakeThrottle(IOptions<RealtimeOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.MaxConcurrentHandshakes);

    /// <summary>Waits for a slot. The caller disposes the slot when the socket has joined its room or is rejected.</summary>
    public async ValueTask<Slot> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        return new Slot(_slots);
    }

    public void Dispose() => _slots.Dispose();

    internal sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        private SemaphoreSlim? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Release();
    }
}
