using VideoChat.Application.RateLimiting;

namespace VideoChat.Api.WebSockets;

/// <summary>The place of one socket: in the process, and among those of its address. Given back once, however often it is left.</summary>
internal sealed class SocketPlace : IDisposable
{
    private readonly ISocketLimiter _sockets;
    private SocketGate? _gate;
    private string? _held;

    /// <param name="gate">The process's places, of which one is taken.</param>
    /// <param name="sockets">The places of addresses.</param>
    /// <param name="address">Whose place was taken already; null where none is counted.</param>
    public SocketPlace(SocketGate gate, ISocketLimiter sockets, string? address)
    {
        (_sockets, Address, _held) = (sockets, address, address);
        if (gate.TryEnter())
            _gate = gate;
    }

    public string? Address { get; }

    /// <summary>False where the process was full.</summary>
    public bool IsTaken => _gate is not null;

    /// <summary>Lets the next socket of the address in; the process still has this one.</summary>
    public void LeaveAddress()
    {
        if (Interlocked.Exchange(ref _held, null) is { } address)
            _ = _sockets.LeaveAsync(address).AsTask();
    }

    public void Dispose()
    {
        LeaveAddress();
        Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}
