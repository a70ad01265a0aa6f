namespace VideoChat.Infrastructure.Realtime.Sockets;

internal enum KeepAliveAction
{
    None,

    Ping,

    Abort,
}

/// <summary>
/// Decides when to ping and when to abort. The timeout is suspended while the socket is not read, because a pong could not be read
/// either.
/// </summary>
internal sealed class KeepAlive(RealtimeOptions options)
{
    private readonly long _interval = options.PingSeconds * 1_000L;
    private readonly long _timeout = options.PongTimeoutSeconds * 1_000L;

    private long? _pingedAt;
    private long _deadline;
    private bool _isPingSent;
    private long _nextPing;

    public volatile bool IsReceiving;

    /// <param name="isQueueEmpty">True if the send queue is empty. A queued ping has then been sent.</param>
    public KeepAliveAction Poll(long now, long lastRead, long lastWritten, bool isQueueEmpty)
    {
        if (_pingedAt is not { } pingedAt)
            return PingIfDue(now);

        if (lastRead >= pingedAt)
        {
            _pingedAt = null;
            return PingIfDue(now);
        }

        // A peer that accepts bytes while the ping is still queued is slow but alive.
        if (!_isPingSent)
        {
            _isPingSent = isQueueEmpty;
            _deadline = Math.Max(_deadline, lastWritten + _timeout);
        }
        if (!IsReceiving)
            _deadline = now + _timeout;

        return now >= _deadline ? KeepAliveAction.Abort : KeepAliveAction.None;
    }

    private KeepAliveAction PingIfDue(long now)
    {
        if (_nextPing == 0)
            _nextPing = now + _interval;
        if (now < _nextPing)
            return KeepAliveAction.None;
        _nextPing = now + _interval;
        _pingedAt = now;
        _deadline = now + _timeout;
        _isPingSent = false;
        return KeepAliveAction.Ping;
    }
}
