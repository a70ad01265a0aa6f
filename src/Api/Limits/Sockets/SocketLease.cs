using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>What one socket holds of the limits: of the process, and of its address. Released once, however often it is disposed.</summary>
internal sealed class SocketLease : IDisposable
{
    private readonly ISocketLimiter _sockets;
    private SocketGate? _gate;
    private readonly AddressRates _rates;
    private string? _held;
    private AddressRate? _rate;

    /// <param name="gate">The process's places, of which one is taken.</param>
    /// <param name="sockets">The places of addresses.</param>
    /// <param name="rates">What addresses may do.</param>
    /// <param name="address">Whose place was taken already; null where none is counted.</param>
    public SocketLease(SocketGate gate, ISocketLimiter sockets, AddressRates rates, string? address)
    {
        (_sockets, _rates, Address, _held) = (sockets, rates, address, address);
        if (!gate.TryEnter())
            return;
        _gate = gate;
        _rate = address is null ? null : rates.Enter(address);
    }

    public string? Address { get; }

    /// <summary>What it shares with the address's other sockets; null where none is counted.</summary>
    public AddressRate? Rate => _rate;

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
        if (Interlocked.Exchange(ref _rate, null) is { } rate)
            _rates.Leave(rate);
        Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}
