using VideoChat.Api.RateLimiting;

namespace VideoChat.Api.WebSockets;

internal enum FrameVerdict
{
    Taken,
    Refused,

    /// <summary>Refused once too often.</summary>
    Flood,
}

/// <summary>How much one socket may send: a token bucket, and an end to patience. For one thread at a time.</summary>
internal sealed class FrameRate(RateLimitingOptions options, TimeProvider clock)
{
    private static readonly TimeSpan RefusalMemory = TimeSpan.FromSeconds(10);

    private Queue<long>? _refusals;
    private double _tokens = options.FrameBurst;
    private long _filledAt = clock.GetTimestamp();

    public FrameVerdict Take()
    {
        if (!options.Enabled)
            return FrameVerdict.Taken;

        var now = clock.GetTimestamp();
        var earned = clock.GetElapsedTime(_filledAt, now).TotalSeconds * options.FramesPerSecond;
        _tokens = Math.Min(options.FrameBurst, _tokens + earned);
        _filledAt = now;
        if (_tokens >= 1)
        {
            _tokens--;
            return FrameVerdict.Taken;
        }

        _refusals ??= new Queue<long>();
        while (_refusals.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= RefusalMemory)
            _refusals.Dequeue();
        _refusals.Enqueue(now);
        return _refusals.Count >= options.MaxRefusedFrames ? FrameVerdict.Flood : FrameVerdict.Refused;
    }
}
