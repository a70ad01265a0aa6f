using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>Limits this process's sockets, including those in a handshake and those being closed.</summary>
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
