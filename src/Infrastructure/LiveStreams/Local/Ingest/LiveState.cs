using VideoChat.Application.LiveStreams;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>The status of a live stream. The encoder's connection and the end of the stream change it; any thread may read it.</summary>
/// <param name="isLive">Whether the stream was live in an earlier process.</param>
/// <param name="clock">The time source.</param>
/// <param name="changed">Called after each change.</param>
internal sealed class LiveState(bool isLive, TimeProvider clock, Action changed)
{
    private readonly Lock _lock = new();
    private bool _isEnding;

    public ProviderLiveStatus Status { get; private set; } = isLive ? ProviderLiveStatus.Live : ProviderLiveStatus.Waiting;

    /// <summary>When the stream ended; null until then.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why the last encoder was rejected; null after a segment is published or if the stream ended for another reason.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether the stream has been live, in this process or an earlier one.</summary>
    public bool WasLive { get; private set; } = isLive;

    /// <summary>Marks the stream as live once a segment is published.</summary>
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

    /// <summary>Prevents segments that are published during the end from making the stream live.</summary>
    public void BeginEnd()
    {
        lock (_lock)
            _isEnding = true;
    }

    /// <summary>Marks the stream as ended.</summary>
    /// <param name="isRejected">Whether the rejection of its encoder ended it.</param>
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
