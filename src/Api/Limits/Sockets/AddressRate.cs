using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>
/// The token buckets that all sockets of one address share. Their rates are those of one socket times the maximum number of
/// sockets per address, so a client gains nothing by reconnecting.
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

    /// <summary>Indicates whether this object holds no state, so that it can be removed.</summary>
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
    /// Waits until the address may begin another handshake. A handshake already counts as a socket of its address, so the limit
    /// on sockets also bounds the number of waiting handshakes.
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
