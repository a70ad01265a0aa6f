using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>Limits the sockets of this process. Sockets in their handshake and closing sockets count.</summary>
internal sealed class SocketGate(IOptions<LimitsOptions> limits)
{
    private readonly int _max = limits.Value.MaxWebSockets;
    private int _count;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= _max)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
