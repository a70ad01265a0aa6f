namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Tracks which stored events have not reached the room: events announced by another machine, and gaps in the sequence. Only one read runs
/// at a time; an announcement during a read extends it. Not thread-safe: the room holds its lock.
/// </summary>
internal sealed class RoomCatchUp
{
    /// <summary>How long a gap in the sequence may last before the missing events are read from the log.</summary>
    private static readonly TimeSpan GapTimeout = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly RoomSequencer _sequencer;
    private readonly ITimer _timer;
    private bool _isTimerSet;
    private long _announced;
    private long _announcedDuringRead;
    private long _lastFirst;
    private bool _isReading;
    private bool _isStopped;

    /// <param name="sequencer">The sequencer of the room.</param>
    /// <param name="clock">The time source.</param>
    /// <param name="onTimer">The callback for a gap that has lasted too long or for the retry of a failed read.</param>
    public RoomCatchUp(RoomSequencer sequencer, TimeProvider clock, Action onTimer)
    {
        _sequencer = sequencer;
        _timer = clock.CreateTimer(_ => onTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The range of stored events that have not been delivered.</summary>
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

    /// <summary>Returns the next range of events to read. Null ends the read.</summary>
    public (long First, long Last)? NextRead()
    {
        if (Missing is var (first, _) && first == _lastFirst)
        {
            // The read did not return the announced event: the announcement was wrong, or its transaction was not visible yet. The timer
            // retries gaps. Events announced during the read are read again, because they may have been committed after it.
            _announced = Math.Max(_sequencer.LastSeq, _announcedDuringRead);
        }
        var missing = Missing;
        _announcedDuringRead = 0;
        _lastFirst = missing?.First ?? 0;
        _isReading = missing is not null;
        return missing;
    }

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

    /// <summary>Handles the timer. Returns the current gap, if there is one.</summary>
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
