using VideoChat.Application.LiveStreams;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>How far a live stream is. Its encoder's connection and its end change it; it is read at any time.</summary>
/// <param name="isLive">It was live in an earlier process.</param>
/// <param name="clock">Tells the time of the end.</param>
/// <param name="changed">Called after each change.</param>
internal sealed class LiveState(bool isLive, TimeProvider clock, Action changed)
{
    private readonly Lock _lock = new();
    private bool _isEnding;

    public ProviderLiveStatus Status { get; private set; } = isLive ? ProviderLiveStatus.Live : ProviderLiveStatus.Waiting;

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why the last encoder was rejected; null once one is seen, and if the stream has ended for another reason.</summary>
    public string? Reason { get; private set; }

    /// <summary>It has been live, now or in an earlier process.</summary>
    public bool WasLive { get; private set; } = isLive;

    /// <summary>A segment can be watched.</summary>
    public void GoLive()
    {
        lock (_lock)
        {
            if (_isEnding)
                return;
            Reason = null;
            if (Status != ProviderLiveStatus.Waiting)
                return;
            Status = ProviderLiveStatus.Live;
            WasLive = true;
        }
        changed();
    }

    /// <summary>The encoder was rejected.</summary>
    public void Reject(string reason)
    {
        lock (_lock)
            Reason = reason;
        changed();
    }

    /// <summary>What is seen from here on no longer makes the stream live.</summary>
    public void BeginEnd()
    {
        lock (_lock)
            _isEnding = true;
    }

    /// <summary>It is over.</summary>
    /// <param name="isRejected">The rejection of its encoder is what ended it.</param>
    public void End(bool isRejected)
    {
        lock (_lock)
        {
            if (!isRejected)
                Reason = null;
            EndedAt = clock.GetUtcNow();
            Status = ProviderLiveStatus.Ended;
        }
        changed();
    }
}
