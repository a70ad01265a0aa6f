using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>
/// The rates that the sockets of one address share: the rate of one socket times the maximum number of open sockets, so that reconnecting
/// gains nothing.
/// </summary>
internal sealed class AddressRate(RateLimitingOptions options, TimeProvider clock)
{
    private const double SecondsPerMinute = 60;

    private readonly TokenBucket _frames = new(
        (double)options.FrameBurst * options.WebSocketsPerAddress,
        (double)options.FramesPerSecond * options.WebSocketsPerAddress,
        clock);

    private readonly TokenBucket _handshakes = new(
        (double)options.HandshakesPerMinute * options.WebSocketsPerAddress,
        options.HandshakesPerMinute * options.WebSocketsPerAddress / SecondsPerMinute,
        clock);

    private readonly Lock _taking = new();

    internal int Sockets { get; set; }

    /// <summary>Whether this object is equal to a new one.</summary>
    internal bool IsUnused
    {
        get
        {
            lock (_taking)
                return Sockets == 0 && _frames.IsFull && _handshakes.IsFull;
        }
    }

    public bool TryTakeFrame()
    {
        lock (_taking)
            return _frames.TryTake();
    }

    /// <summary>
    /// Waits until the address may begin another handshake. Early handshakes are delayed and not refused: each already counts as one of the
    /// address's sockets, so few wait, and only briefly.
    /// </summary>
    public async ValueTask WaitForHandshakeAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_taking)
            wait = _handshakes.Reserve();
        if (wait == TimeSpan.Zero)
            return;
        try
        {
            await Task.Delay(wait, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_taking)
                _handshakes.Return();
            throw;
        }
    }
}
