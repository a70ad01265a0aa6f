using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Gathers a room's signals so that a thousand people who come within a second cost each connection a few writes and not
/// a thousand. The first after a pause goes out at once. A large room is told in slices, each a turn of the thread pool,
/// so that what other rooms have to say comes in between. It shares its room's lock, under which all but the turns is called.
/// </summary>
internal sealed class RoomSignals : IThreadPoolWorkItem
{
    /// <summary>How many connections are told in one turn, at most: less than a millisecond's work.</summary>
    public const int Slice = 128;

    /// <summary>How much is said to all of them in one turn: when thousands come, a round is many kilobytes for each.</summary>
    public const int SliceBytes = 256 * 1_024;

    /// <summary>More signals than this do not wait.</summary>
    public const int MaxWaiting = 1_024;

    /// <summary>The shortest time between two rounds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest. In between, a round rests four times as long as it took.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromMilliseconds(250);

    private readonly List<RoomConnection> _connections;
    private readonly Lock _lock;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly List<(FrameBatch Frame, Guid ExceptUserId)> _waiting = [];
    private SignalRound? _round;
    private int _next;
    private long _began;
    private long? _ended;
    private TimeSpan _rest = Interval;
    private bool _isDue;
    private bool _closed;

    public RoomSignals(List<RoomConnection> connections, Lock roomLock, TimeProvider clock)
    {
        _connections = connections;
        _lock = roomLock;
        _clock = clock;
        _timer = clock.CreateTimer(_ => Execute(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many signals there were.</summary>
    public long Count { get; private set; }

    private TimeSpan Wait
    {
        get
        {
            var wait = _ended is { } ended ? _rest - _clock.GetElapsedTime(ended) : TimeSpan.Zero;
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    public void Add(FrameBatch signal, Guid exceptUserId)
    {
        Count++;
        _waiting.Add((signal, exceptUserId));
        if (_waiting.Count >= MaxWaiting)
            SendAll();
        else if (!_isDue)
            Schedule();
    }

    /// <summary>Sends all that waits, to all.</summary>
    public void SendAll()
    {
        TellSlice(_connections.Count);
        if (_waiting.Count == 0)
            return;
        BeginRound();
        TellSlice(_connections.Count);
    }

    /// <summary>A connection is about to change its place, perhaps to one where the round under way has been.</summary>
    public void BeforeMove(RoomConnection connection) => _round?.Tell(connection);

    public void Close()
    {
        _closed = true;
        _timer.Dispose();
    }

    /// <summary>The next turn.</summary>
    public void Execute()
    {
        lock (_lock)
        {
            _isDue = false;
            if (_round is not null)
                TellSlice(SliceOf(_round));
            Schedule();
        }
    }

    private void Schedule()
    {
        if (_closed)
            return;
        if (_round is null && _waiting.Count > 0 && Wait == TimeSpan.Zero)
            TellSlice(SliceOf(BeginRound()));
        if (_round is not null)
            _isDue = ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else if (_waiting.Count > 0)
            _isDue = _timer.Change(Wait, Timeout.InfiniteTimeSpan);
    }

    private SignalRound BeginRound()
    {
        _round = new SignalRound(Count - _waiting.Count, _waiting);
        _waiting.Clear();
        _next = 0;
        _began = _clock.GetTimestamp();
        return _round;
    }

    private static int SliceOf(SignalRound round) => Math.Clamp(SliceBytes / round.Length, 1, Slice);

    private void TellSlice(int size)
    {
        if (_round is null)
            return;
        for (var end = (int)Math.Min(_connections.Count, (long)_next + size); _next < end; _next++)
            _round.Tell(_connections[_next]);
        if (_next >= _connections.Count)
            EndRound();
    }

    private void EndRound()
    {
        _round = null;
        _ended = _clock.GetTimestamp();
        _rest = 4 * _clock.GetElapsedTime(_began, _ended.Value);
        _rest = _rest < Interval ? Interval : _rest > MaxInterval ? MaxInterval : _rest;
    }
}
