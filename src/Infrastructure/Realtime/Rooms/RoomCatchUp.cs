namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Tracks which events of a room's log have not reached the room: events that another machine announced, and gaps in the sequence. Only one
/// read runs at a time; later announcements join it. It has no lock: the room calls it under its own.
/// </summary>
internal sealed class RoomCatchUp
{
    /// <summary>How long a gap in the sequence may last before it is read from the log.</summary>
    private static readonly TimeSpan GapTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>Delay before retrying a failed read.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly RoomSequencer _sequencer;
    private readonly ITimer _timer;
    private bool _isTimerSet;
    private long _announced;
    private long _announcedDuringRead;
    private long _lastFirst;
    private bool _isReading;
    private bool _isStopped;

    /// <param name="sequencer">The room's sequencer, which has the last delivered seq.</param>
    /// <param name="clock">The time source.</param>
    /// <param name="onTimer">Runs when a gap has lasted too long, or a failed read is due again.</param>
    public RoomCatchUp(RoomSequencer sequencer, TimeProvider clock, Action onTimer)
    {
        _sequencer = sequencer;
        _timer = clock.CreateTimer(_ => onTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The first and the last event that are known to be in the log and were not delivered.</summary>
    private (long First, long Last)? Missing
    {
        get
        {
            if (_isStopped || !_sequencer.IsStarted)
                return null;
            if (_sequencer.Gap is { } gap)
                return _announced >= gap.First ? gap : null;
            return _announced > _sequencer.LastSeq ? (_sequencer.LastSeq + 1, _announced) : null;
        }
    }

    /// <summary>Stops the catch-up: from now on nothing counts as missing.</summary>
    public void Stop()
    {
        _isStopped = true;
        _timer.Dispose();
    }

    /// <summary>Records that the log has reached a seq. Returns whether the caller must start a read.</summary>
    public bool BeginRead(long seq)
    {
        _announced = Math.Max(_announced, seq);
        _announcedDuringRead = Math.Max(_announcedDuringRead, seq);
        if (_isReading || Missing is null)
            return false;
        _lastFirst = 0;
        return _isReading = true;
    }

    /// <summary>Returns the events to read next; null ends the read.</summary>
    public (long First, long Last)? NextRead()
    {
        if (Missing is var (first, _) && first == _lastFirst)
        {
            // The event was not in the log: the announcement was wrong, or the event was not visible yet. Gaps are read again later, and
            // so is what was announced during the read, because it may have been committed just after.
            _announced = Math.Max(_sequencer.LastSeq, _announcedDuringRead);
        }
        var missing = Missing;
        _announcedDuringRead = 0;
        _lastFirst = missing?.First ?? 0;
        _isReading = missing is not null;
        return missing;
    }

    /// <summary>Ends a read that failed and schedules the next.</summary>
    public void FailRead()
    {
        _isReading = false;
        WatchGap();
        SetTimer(RetryDelay);
    }

    public void WatchGap()
    {
        if (_sequencer.Gap is not null)
            SetTimer(GapTimeout);
    }

    /// <summary>Must be called when the timer has run. Returns the gap that has lasted too long, if there is one.</summary>
    public (long First, long Last)? OnTimer()
    {
        _isTimerSet = false;
        return _sequencer.Gap;
    }

    private void SetTimer(TimeSpan delay)
    {
        if (!_isStopped && !_isTimerSet)
            _isTimerSet = _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }
}
