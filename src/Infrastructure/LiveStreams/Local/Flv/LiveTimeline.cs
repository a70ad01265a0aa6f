namespace VideoChat.Infrastructure.LiveStreams.Local.Flv;

/// <summary>Converts RTMP timestamps, which are 32-bit milliseconds that wrap around, to the time since a sequence began.</summary>
internal sealed class LiveTimeline(TimeProvider clock)
{
    /// <summary>The maximum deviation of a timestamp from the elapsed time. A larger deviation is a jump.</summary>
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(3);

    private readonly Track _audio = new();
    private readonly Track _video = new();
    private uint _origin;

    public void Begin(uint timestamp)
    {
        _origin = timestamp;
        _audio.Last = null;
        _video.Last = null;
    }

    public TimelineStep Place(bool isVideo, uint timestamp, out uint time)
    {
        var (track, other) = isVideo ? (_video, _audio) : (_audio, _video);
        time = unchecked(timestamp - _origin);
        var now = clock.GetTimestamp();
        if (track.Last is { } last)
        {
            // The signed difference is correct even if the timestamp wraps around.
            var step = TimeSpan.FromMilliseconds(unchecked((int)(timestamp - last)));
            if (step < -MaxStep || step > clock.GetElapsedTime(track.PlacedAt, now) + MaxStep || time > int.MaxValue)
                return TimelineStep.Jump;
        }
        else if (TimeSpan.FromMilliseconds(unchecked((int)(timestamp - (other.Last ?? _origin)))).Duration() > MaxStep
            || time > int.MaxValue)
        {
            // The frame is dropped, because it was sent before the jump that began this sequence.
            return TimelineStep.Stray;
        }
        track.Last = timestamp;
        track.PlacedAt = now;
        return TimelineStep.Fits;
    }

    private sealed class Track
    {
        public uint? Last { get; set; }
        public long PlacedAt { get; set; }
    }
}

internal enum TimelineStep
{
    /// <summary>The frame continues the sequence.</summary>
    Fits,

    /// <summary>The frame begins a new sequence.</summary>
    Jump,

    /// <summary>The frame must be dropped.</summary>
    Stray,
}
