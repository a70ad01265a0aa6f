using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>Counts this process's sockets, those on their way in and out too, and lets in no more than it may have.</summary>
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
