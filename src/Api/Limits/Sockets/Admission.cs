using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>The slots and rates that one admitted socket holds. Disposal releases all of them.</summary>
internal sealed class Admission : IAdmissionResult, IDisposable
{
    private readonly ISocketLimiter _addresses;
    private readonly AddressRates _rates;
    private readonly SocketGate _process;
    private string? _heldAddress;
    private readonly AddressRate? _rate;
    private IDisposable? _handshake;
    private int _isDisposed;

    /// <param name="address">The client's address; null if limits per address are disabled.</param>
    /// <param name="addresses">The socket counter of each address.</param>
    /// <param name="process">The socket counter of the process.</param>
    /// <param name="rates">The rates of all addresses.</param>
    public Admission(string? address, ISocketLimiter addresses, SocketGate process, AddressRates rates)
    {
        (Address, _heldAddress, _addresses, _process, _rates) = (address, address, addresses, process, rates);
        _rate = address is null ? null : rates.Enter(address);
    }

    public string? Address { get; }

    /// <summary>The rates that all sockets of the address share; null if limits per address are disabled.</summary>
    public AddressRate? Rate => _rate;

    public async ValueTask BeginHandshakeAsync(HandshakeThrottle handshakes, CancellationToken cancellationToken)
    {
        if (_rate is not null)
            await _rate.WaitForHandshakeAsync(cancellationToken);
        _handshake = await handshakes.EnterAsync(cancellationToken);
    }

    public void EndHandshake() => Interlocked.Exchange(ref _handshake, null)?.Dispose();

    /// <summary>
    /// Releases the slot of the address, so that the address can open another socket. The slot of the process is still held.
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
