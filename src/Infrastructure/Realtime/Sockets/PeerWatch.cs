namespace VideoChat.Infrastructure.Realtime.Sockets;

internal enum PeerState
{
    /// <summary>Nothing to do.</summary>
    Fine,

    /// <summary>It is time for a ping.</summary>
    Ask,

    /// <summary>It did not answer.</summary>
    Gone,
}

/// <summary>
/// Decides when to ping a peer and when it is gone. A peer is judged only while we listen: its pong lies behind the data
/// that we do not read. Times are milliseconds of one clock.
/// </summary>
internal sealed class PeerWatch(RealtimeOptions options)
{
    private readonly long _interval = options.PingSeconds * 1_000L;
    private readonly long _patience = options.PongTimeoutSeconds * 1_000L;

    private long? _askedAt;
    private long _deadline;
    private bool _isWritten;
    private long _nextPing;

    /// <summary>Whether a receive is outstanding.</summary>
    public volatile bool IsListening;

    /// <param name="now">The time.</param>
    /// <param name="lastHeard">When bytes last came from the peer.</param>
    /// <param name="lastWritten">When the transport last took bytes.</param>
    /// <param name="isQueueEmpty">Nothing waits to be written, so a ping that was queued is out.</param>
    public PeerState Look(long now, long lastHeard, long lastWritten, bool isQueueEmpty)
    {
        if (_askedAt is not { } askedAt)
            return AskIfDue(now);

        if (lastHeard >= askedAt)
        {
            _askedAt = null;
            return AskIfDue(now);
        }

        // A ping waits behind what was queued before it; a peer that takes that is slow, not gone.
        if (!_isWritten)
        {
            _isWritten = isQueueEmpty;
            _deadline = Math.Max(_deadline, lastWritten + _patience);
        }
        if (!IsListening)
            _deadline = now + _patience;

        return now >= _deadline ? PeerState.Gone : PeerState.Fine;
    }

    private PeerState AskIfDue(long now)
    {
        if (_nextPing == 0)
            _nextPing = now + _interval;
        if (now < _nextPing)
            return PeerState.Fine;
        _nextPing = now + _interval;
        _askedAt = now;
        _deadline = now + _patience;
        _isWritten = false;
        return PeerState.Ask;
    }
}
