using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Sockets;

/// <summary>What the sockets of one address may do together: as much as the most it may have open, never left and replaced.</summary>
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

    /// <summary>How many sockets share it; under the lock of <see cref="AddressRates"/>.</summary>
    internal int Sockets { get; set; }

    /// <summary>Nothing would change if it were made anew.</summary>
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
    /// Waits until the address may have one more handshake. A handshake is never refused for coming too soon: what waits has
    /// a place of its address already, so that few can wait and none waits for long.
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
