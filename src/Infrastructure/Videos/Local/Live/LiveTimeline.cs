namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>
/// Turns an encoder's timestamps into time since the begin of a sequence. RTMP timestamps are 32 bits of milliseconds that
/// wrap around; encoders restart them, and set them to the time of day when their clock is corrected.
/// </summary>
internal sealed class LiveTimeline(TimeProvider clock)
{
    /// <summary>The largest step that is not a jump, beyond the time that really passed.</summary>
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(3);

    private readonly Track _audio = new();
    private readonly Track _video = new();
    private uint _origin;

    /// <summary>Begins a sequence at the timestamp of its first frame.</summary>
    public void Begin(uint timestamp)
    {
        _origin = timestamp;
        _audio.Last = null;
        _video.Last = null;
    }

    /// <summary>Places the next frame.</summary>
    /// <param name="isVideo">The track; tracks may run apart a little.</param>
    /// <param name="timestamp">As the encoder sent it.</param>
    /// <param name="time">Milliseconds since the begin of the sequence.</param>
    public TimelineStep Place(bool isVideo, uint timestamp, out uint time)
    {
        var (track, other) = isVideo ? (_video, _audio) : (_audio, _video);
        time = unchecked(timestamp - _origin);
        var now = clock.GetTimestamp();
        if (track.Last is { } last)
        {
            // The difference of two wrapping numbers is right even across the wrap.
            var step = TimeSpan.FromMilliseconds(unchecked((int)(timestamp - last)));
            if (step < -MaxStep || step > clock.GetElapsedTime(track.PlacedAt, now) + MaxStep || time > int.MaxValue)
                return TimelineStep.Jump;
        }
        else if (TimeSpan.FromMilliseconds(unchecked((int)(timestamp - (other.Last ?? _origin)))).Duration() > MaxStep
            || time > int.MaxValue)
        {
            // A straggler from before the jump that began this sequence.
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

    /// <summary>The frame belongs to a new sequence.</summary>
    Jump,

    /// <summary>The frame is left out.</summary>
    Stray,
}
