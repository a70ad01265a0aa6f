using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Sends signals in rounds. If a thousand users join at the same time, each connection receives a few writes instead of a thousand.
/// </summary>
internal sealed class RoomSignals(List<RoomSubscription> subscriptions, TimeProvider clock)
{
    // The maximum number of connections per slice. A slice takes less than a millisecond, so that a large room does not delay others.
    public const int MaxSlice = 128;

    public const int MaxSliceBytes = 256 * 1_024;

    public const int MaxPending = 1_024;

    // The delay between two rounds is four times the duration of the last round, but not less than MinDelay or more than MaxDelay.
    public static readonly TimeSpan MinDelay = TimeSpan.FromMilliseconds(50);

    public static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(250);

    private readonly List<(FrameBatch Frame, Guid ExceptUserId)> _pending = [];
    private SignalRound? _round;
    private int _next;
    private long _startedAt;
    private long? _endedAt;
    private TimeSpan _delay = MinDelay;

    public long Count { get; private set; }

    private TimeSpan RemainingDelay
    {
        get
        {
            var remaining = _endedAt is { } endedAt ? _delay - clock.GetElapsedTime(endedAt) : TimeSpan.Zero;
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    public void Add(FrameBatch signal, Guid exceptUserId)
    {
        Count++;
        _pending.Add((signal, exceptUserId));
        if (_pending.Count >= MaxPending)
            SendAll();
    }

    public void SendAll()
    {
        SendSlice(subscriptions.Count);
        if (_pending.Count == 0)
            return;
        StartRound();
        SendSlice(subscriptions.Count);
    }

    /// <summary>Sends the next slice. Returns the delay until the next call: zero within a round, null if no signal is pending.</summary>
    public TimeSpan? SendNext()
    {
        if (_round is not null)
            SendSlice(SliceOf(_round));
        else if (_pending.Count > 0 && RemainingDelay == TimeSpan.Zero)
            SendSlice(SliceOf(StartRound()));

        if (_round is not null)
            return TimeSpan.Zero;
        return _pending.Count > 0 ? RemainingDelay : null;
    }

    /// <summary>
    /// Sends the current round to a subscription that is about to move in the list, because the round may have passed its new
    /// index.
    /// </summary>
    public void BeforeMove(RoomSubscription subscription) => _round?.SendTo(subscription);

    private static int SliceOf(SignalRound round) => Math.Clamp(MaxSliceBytes / round.Length, 1, MaxSlice);

    private SignalRound StartRound()
    {
        _round = new SignalRound(Count - _pending.Count, _pending);
        _pending.Clear();
        _next = 0;
        _startedAt = clock.GetTimestamp();
        return _round;
    }

    private void SendSlice(int size)
    {
        if (_round is null)
            return;
        for (var end = (int)Math.Min(subscriptions.Count, (long)_next + size); _next < end; _next++)
            _round.SendTo(subscriptions[_next]);
        if (_next >= subscriptions.Count)
            EndRound();
    }

    private void EndRound()
    {
        _round = null;
        _endedAt = clock.GetTimestamp();
        _delay = 4 * clock.GetElapsedTime(_startedAt, _endedAt.Value);
        _delay = _delay < MinDelay ? MinDelay : _delay > MaxDelay ? MaxDelay : _delay;
    }
}
