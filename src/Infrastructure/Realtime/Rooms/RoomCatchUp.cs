using Microsoft.Extensions.Logging;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Reads from the log what a room's listeners were not handed: what another machine says it has written, and holes in the
/// numbers that stay. One read at a time: what is said meanwhile is read with the next. It shares its room's lock.
/// </summary>
internal sealed partial class RoomCatchUp
{
    /// <summary>How long a hole in the numbers may stay before the log is read for it unasked.</summary>
    private static readonly TimeSpan HolePatience = TimeSpan.FromMilliseconds(200);

    /// <summary>How long after a read that failed the next one is.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    private readonly Guid _roomId;
    private readonly RoomLogReader _log;
    private readonly Action<EventBatch> _deliver;
    private readonly Lock _lock;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private RoomSequencer? _sequencer;
    private long _reached;
    private long _saidMeanwhile;
    private long _lastFirst;
    private bool _reads;
    private bool _timerRuns;
    private bool _closed;

    public RoomCatchUp(
        Guid roomId, RoomLogReader log, Action<EventBatch> deliver, Lock roomLock, TimeProvider clock, ILogger logger)
    {
        _roomId = roomId;
        _log = log;
        _deliver = deliver;
        _lock = roomLock;
        _clock = clock;
        _logger = logger;
        _timer = clock.CreateTimer(_ => ReadAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The first and the last number that are known to be in the log and were not delivered; called under the lock.</summary>
    private (long First, long Last)? Missing
    {
        get
        {
            if (_closed || _sequencer is not { } sequencer)
                return null;
            if (sequencer.HasHole)
                return _reached >= sequencer.Hole.First ? sequencer.Hole : null;
            return _reached > sequencer.LastSeq ? (sequencer.LastSeq + 1, _reached) : null;
        }
    }

    /// <summary>Knows from now on what was delivered; called under the lock.</summary>
    public void Start(RoomSequencer sequencer) => _sequencer = sequencer;

    /// <summary>The log has reached this number; reads it where it was not delivered.</summary>
    public void Reach(long seq)
    {
        lock (_lock)
        {
            _reached = Math.Max(_reached, seq);
            _saidMeanwhile = Math.Max(_saidMeanwhile, seq);
            if (_reads || Missing is null)
                return;
            _reads = true;
            _lastFirst = 0;
        }
        _ = ReadAsync();
    }

    /// <summary>Sees to it that a hole does not stay; called under the lock.</summary>
    public void WatchHole()
    {
        if (_sequencer is { HasHole: true })
            StartTimer(HolePatience);
    }

    /// <summary>Called under the lock.</summary>
    public void Close()
    {
        _closed = true;
        _timer.Dispose();
    }

    // Called under the lock.
    private void StartTimer(TimeSpan time)
    {
        if (!_closed && !_timerRuns)
            _timerRuns = _timer.Change(time, Timeout.InfiniteTimeSpan);
    }

    // There is a hole, or a read has failed.
    private void ReadAgain()
    {
        (long First, long Last)? hole;
        lock (_lock)
        {
            _timerRuns = false;
            hole = _sequencer is { HasHole: true } sequencer ? sequencer.Hole : null;
        }
        if (hole is var (first, last))
            LogHole(_logger, _roomId, first, last);
        Reach(hole?.Last ?? 0);
        lock (_lock)
            WatchHole();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (TakeMissing() is var (first, last))
            {
                await foreach (var page in _log.ReadAsync(_roomId, first - 1, last))
                {
                    _deliver(page.Events);
                    RealtimeMetrics.CaughtUp(_clock.UtcTimestamp() - page.Newest);
                }
            }
        }
        catch (Exception exception)
        {
            LogFailed(_logger, exception, _roomId);
            lock (_lock)
            {
                _reads = false;
                WatchHole();
                StartTimer(FailurePause);
            }
        }
    }

    /// <summary>What is to be read next; null, and the reading is over, where there is nothing more.</summary>
    private (long First, long Last)? TakeMissing()
    {
        lock (_lock)
        {
            if (Missing is var (first, _) && first == _lastFirst)
            {
                // It was not there: somebody said more than is true, or it was not to be seen yet. A hole is asked for again, and
                // so is what was said while the log was read: it may have come just after.
                _reached = Math.Max(_sequencer!.LastSeq, _saidMeanwhile);
            }
            var missing = Missing;
            _saidMeanwhile = 0;
            _lastFirst = missing?.First ?? 0;
            _reads = missing is not null;
            return missing;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Room {RoomId}: events {First} to {Last} were not received; reading them from the log")]
    private static partial void LogHole(ILogger logger, Guid roomId, long first, long last);

    [LoggerMessage(Level = LogLevel.Error, Message = "Room {RoomId}: reading missing events from the log failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid roomId);
}
