using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>The share of the limits that one admitted socket holds. All of it is released once.</summary>
internal sealed class Admission : IAdmissionResult, IDisposable
{
    private readonly ISocketLimiter _addresses;
    private readonly AddressRates _rates;
    private readonly SocketGate _process;
    private string? _heldAddress;
    private readonly AddressRate? _rate;
    private IDisposable? _handshake;
    private int _isDisposed;

    /// <param name="address">The address whose sockets include this one; null if addresses are not limited.</param>
    /// <param name="addresses">Counts the sockets of each address.</param>
    /// <param name="process">Counts the sockets of the process, including this one.</param>
    /// <param name="rates">The rates of addresses.</param>
    public Admission(string? address, ISocketLimiter addresses, SocketGate process, AddressRates rates)
    {
        (Address, _heldAddress, _addresses, _process, _rates) = (address, address, addresses, process, rates);
        _rate = address is null ? null : rates.Enter(address);
    }

    /// <summary>The client's address; null if addresses are not limited.</summary>
    public string? Address { get; }

    /// <summary>The rates that the address's sockets share; null if addresses are not limited.</summary>
    public AddressRate? Rate => _rate;

    /// <summary>Waits until the address and the process may have one more handshake.</summary>
    public async ValueTask BeginHandshakeAsync(HandshakeThrottle handshakes, CancellationToken cancellationToken)
    {
        if (_rate is not null)
            await _rate.WaitForHandshakeAsync(cancellationToken);
        _handshake = await handshakes.EnterAsync(cancellationToken);
    }

    public void EndHandshake() => Interlocked.Exchange(ref _handshake, null)?.Dispose();

    /// <summary>
    /// Releases the address's slot, so that another socket of the address can be admitted. The process still counts this one.
    /// </summary>
    public void LeaveAddress()
    {
        if (Interlocked.Exchange(ref _heldAddress, null) is { } address)
            _ = _addresses.LeaveAsync(address).AsTask();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        LeaveAddress();
        EndHandshake();
        if (_rate is { } rate)
            _rates.Leave(rate);
        _process.Leave();
    }
}
