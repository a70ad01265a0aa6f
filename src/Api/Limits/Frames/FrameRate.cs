using VideoChat.Api.Limits.Sockets;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Frames;

internal enum FrameVerdict
{
    Taken,
    Refused,

    /// <summary>Refused once too often.</summary>
    Flood,
}

/// <summary>
/// How much one socket may send: a token bucket, another that it shares with its address's other sockets, and an end to
/// patience. For one thread at a time.
/// </summary>
internal sealed class FrameRate(RateLimitingOptions options, AddressRate? address, TimeProvider clock)
{
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromSeconds(10);

    private readonly TokenBucket _frames = new(options.FrameBurst, options.FramesPerSecond, clock);

    private Queue<long>? _refusals;

    public FrameVerdict Take()
    {
        if (!options.Enabled || (_frames.TryTake() && address?.TryTakeFrame() != false))
            return FrameVerdict.Taken;

        var now = clock.GetTimestamp();
        _refusals ??= new Queue<long>();
        while (_refusals.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= RefusalMemory)
            _refusals.Dequeue();
        _refusals.Enqueue(now);
        return _refusals.Count >= options.MaxRefusedFrames ? FrameVerdict.Flood : FrameVerdict.Refused;
    }
}
