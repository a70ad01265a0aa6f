namespace VideoChat.Infrastructure.Realtime;

/// <summary>
/// Gathers a room's signals so that a thousand people who come within a second cost each connection twenty writes and not
/// a thousand. The first after a pause goes out at once. Not thread-safe; its room locks.
/// </summary>
internal sealed class SignalGatherer(TimeProvider clock)
{
    /// <summary>The shortest time between two writes of signals.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly List<(FrameBatch Frame, Guid ExceptUserId)> _waiting = [];
    private long? _lastSent;

    /// <summary>Adds a signal and says how long it may wait; zero where it is due.</summary>
    public TimeSpan Add(FrameBatch frame, Guid exceptUserId)
    {
        _waiting.Add((frame, exceptUserId));
        if (_lastSent is not { } last)
            return TimeSpan.Zero;
        var wait = Interval - clock.GetElapsedTime(last);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Offers all that waits to the connections, each in one piece, and forgets it.</summary>
    public void Send(List<RoomConnection> connections)
    {
        if (_waiting.Count == 0)
            return;
        _lastSent = clock.GetTimestamp();
        var (all, places) = Join();
        foreach (var connection in connections)
        {
            if (places.TryGetValue(connection.User.Id, out var own))
                SendAround(own, all, connection);
            else
                connection.Offer(new FrameBatch(all, _waiting.Count));
        }
        _waiting.Clear();
    }

    /// <summary>All frames in one piece, and where in it the frames stand that a user does not get.</summary>
    private (ReadOnlyMemory<byte> All, Dictionary<Guid, List<Range>> Places) Join()
    {
        var bytes = new byte[_waiting.Sum(signal => signal.Frame.Bytes.Length)];
        var places = new Dictionary<Guid, List<Range>>();
        var start = 0;
        foreach (var (frame, exceptUserId) in _waiting)
        {
            frame.Bytes.CopyTo(bytes.AsMemory(start));
            var end = start + frame.Bytes.Length;
            if (!places.TryGetValue(exceptUserId, out var own))
                places.Add(exceptUserId, own = []);
            own.Add(start..end);
            start = end;
        }
        return (bytes, places);
    }

    // Slices of the one piece: with a thousand people typing, a copy for each would be a thousand times a thousand frames.
    private void SendAround(List<Range> own, ReadOnlyMemory<byte> all, RoomConnection connection)
    {
        var start = 0;
        foreach (var range in own)
        {
            Offer(start..range.Start.Value);
            start = range.End.Value;
        }
        Offer(start..all.Length);

        void Offer(Range slice)
        {
            if (!all[slice].IsEmpty)
                connection.Offer(new FrameBatch(all[slice], _waiting.Count));
        }
    }
}
