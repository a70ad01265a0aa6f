using VideoChat.Application.LiveStreams;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>The status of a live stream. Thread-safe.</summary>
/// <param name="isLive">Whether the stream was live in an earlier process.</param>
/// <param name="clock">The time source.</param>
/// <param name="changed">Called after each change.</param>
internal sealed class LiveState(bool isLive, TimeProvider clock, Action changed)
{
    private readonly Lock _lock = new();
    private bool _isEnding;

    public ProviderLiveStatus Status { get; private set; } = isLive ? ProviderLiveStatus.Live : ProviderLiveStatus.Waiting;

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The reason why the last encoder was rejected; null if it was not.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether the stream has been live, in this process or in an earlier one.</summary>
    public bool WasLive { get; private set; } = isLive;

    /// <summary>Marks the stream as live after a segment was published.</summary>
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

    /// <summary>Prevents a segment that is published during the end from marking the stream as live.</summary>
    public void BeginEnd()
    {
        lock (_lock)
            _isEnding = true;
    }

    /// <param name="isRejected">Whether the stream ended because its encoder was rejected.</param>
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
