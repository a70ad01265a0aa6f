using VideoChat.Api.Limits.Sockets;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Frames;

internal enum FrameVerdict
{
    Taken,
    Refused,

    /// <summary>The frame is refused, and the caller must close the socket because too many frames were refused.</summary>
    Flood,
}

/// <summary>
/// Limits the frames of one socket with its own token bucket and with the bucket of its address. This type is not thread-safe.
/// </summary>
internal sealed class FrameRate(RateLimitingOptions options, AddressRate? address, TimeProvider clock)
{
    private static readonly TimeSpan RefusalWindow = TimeSpan.FromSeconds(10);

    private readonly TokenBucket _frames = new(options.FrameBurst, options.FramesPerSecond, clock);

    private Queue<long>? _refusals;

    public FrameVerdict Take()
    {
        if (!options.Enabled || (_frames.TryTake() && address?.TryTakeFrame() != false))
            return FrameVerdict.Taken;

        var now = clock.GetTimestamp();
        _refusals ??= new Queue<long>();
        while (_refusals.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= RefusalWindow)
            _refusals.Dequeue();
        _refusals.Enqueue(now);
        return _refusals.Count >= options.MaxRefusedFrames ? FrameVerdict.Flood : FrameVerdict.Refused;
    }
}
