using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>Tracks the stored events that have not reached the room: those announced by other machines, and gaps in the sequence.</summary>
internal sealed class MissingEvents
{
    private static readonly TimeSpan GapTimeout = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ReorderBuffer _reorderBuffer;
    private readonly ITimer _timer;
    private bool _isTimerSet;
    private long _announced;
    private long _announcedDuringRead;
    private long _lastFirst;
    private bool _isReading;
    private bool _isStopped;

    /// <param name="onTimer">The callback for a gap that has lasted too long or for the retry of a failed read.</param>
    public MissingEvents(ReorderBuffer reorderBuffer, TimeProvider clock, Action onTimer)
    {
        _reorderBuffer = reorderBuffer;
        _timer = clock.CreateTimer(_ => onTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private (long First, long Last)? Missing
    {
        get
        {
            if (_isStopped || !_reorderBuffer.IsStarted)
                return null;
            if (_reorderBuffer.Gap is { } gap)
                return _announced >= gap.First ? gap : null;
            return _announced > _reorderBuffer.LastSeq ? (_reorderBuffer.LastSeq + 1, _announced) : null;
        }
    }

    public void Stop()
    {
        _isStopped = true;
        _timer.Dispose();
    }

    /// <summary>Records that events up to <paramref name="seq"/> are stored. Returns true if the caller must start a read.</summary>
    public bool BeginRead(long seq)
    {
        _announced = Math.Max(_announced, seq);
        _announcedDuringRead = Math.Max(_announcedDuringRead, seq);
        if (_isReading || Missing is null)
            return false;
        _lastFirst = 0;
        return _isReading = true;
    }

    /// <summary>Returns the next events to read: those after a position, up to a seq; null if none are missing.</summary>
    public (LogPosition After, long Last)? NextRead()
    {
        if (Missing is var (first, _) && first == _lastFirst)
        {
            // The announcement was wrong, or the transaction was not visible yet. The next read covers only events that were
            // announced during this one, because they may be visible by now.
            _announced = Math.Max(_reorderBuffer.LastSeq, _announcedDuringRead);
        }
        var missing = Missing;
        _announcedDuringRead = 0;
        _lastFirst = missing?.First ?? 0;
        _isReading = missing is not null;
        return missing is var (_, last) ? (_reorderBuffer.Last, last) : null;
    }

    public void FailRead()
    {
        _isReading = false;
        WatchGap();
        SetTimer(RetryDelay);
    }

    public void WatchGap()
    {
        if (_reorderBuffer.Gap is not null)
            SetTimer(GapTimeout);
    }

    public (long First, long Last)? OnTimer()
    {
        _isTimerSet = false;
        return _reorderBuffer.Gap;
    }

    private void SetTimer(TimeSpan delay)
    {
        if (!_isStopped && !_isTimerSet)
            _isTimerSet = _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }
}
