using VideoChat.Application.LiveStreams;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>The status of a live stream. Thread-safe.</summary>
internal sealed class LiveState(bool isLive, TimeProvider clock, Action changed)
{
    private readonly Lock _lock = new();
    private bool _isEnding;

    public ProviderLiveStatus Status { get; private set; } = isLive ? ProviderLiveStatus.Live : ProviderLiveStatus.Waiting;

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The reason why the last encoder was rejected; null if it was not.</summary>
    public string? Reason { get; private set; }

    public bool WasLive { get; private set; } = isLive;

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

    public void Reject(string reason)
    {
        lock (_lock)
            Reason = reason;
        changed();
    }

    /// <summary>Marks the stream as ending. A segment that is published later no longer sets the status to live.</summary>
    public void BeginEnd()
    {
        lock (_lock)
            _isEnding = true;
    }

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
