using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.WebSockets;

/// <summary>Counts this process's sockets, those on their way in and out too, and lets in no more than it may have.</summary>
internal sealed class SocketGate(IOptions<LimitsOptions> limits)
{
    private readonly int _max = limits.Value.MaxWebSockets;
    private int _count;

    /// <summary>A place, which is given back when it is disposed; null where there is none.</summary>
    public Place? TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= _max)
            return new Place(this);
        Leave();
        return null;
    }

    private void Leave() => Interlocked.Decrement(ref _count);

    internal sealed class Place(SocketGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
