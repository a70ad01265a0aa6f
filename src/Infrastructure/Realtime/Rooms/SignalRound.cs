using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Signals of a room that go out together, one piece of memory for all connections. A connection is told what came after
/// it and is not its own user's, and nothing twice.
/// </summary>
internal sealed class SignalRound
{
    private readonly long _first;
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly Dictionary<Guid, List<int>> _own = [];

    /// <param name="first">The number of the first signal; a room counts them.</param>
    /// <param name="signals">The frames, and whom each is not for.</param>
    public SignalRound(long first, List<(FrameBatch Frame, Guid ExceptUserId)> signals)
    {
        _first = first;
        _bytes = new byte[signals.Sum(signal => signal.Frame.Bytes.Length)];
        _starts = new int[signals.Count + 1];
        for (var i = 0; i < signals.Count; i++)
        {
            var (frame, exceptUserId) = signals[i];
            frame.Bytes.CopyTo(_bytes.AsMemory(_starts[i]));
            _starts[i + 1] = _starts[i] + frame.Bytes.Length;
            if (!_own.TryGetValue(exceptUserId, out var own))
                _own.Add(exceptUserId, own = []);
            own.Add(i);
        }
    }

    /// <summary>How many bytes all of it is.</summary>
    public int Length => _bytes.Length;

    private int Count => _starts.Length - 1;

    /// <summary>Offers a connection what it has not been told.</summary>
    public void Tell(RoomConnection connection)
    {
        var from = (int)Math.Max(0, connection.SignalsSeen - _first);
        if (from >= Count)
            return;
        connection.SignalsSeen = _first + Count;
        // Slices of the one piece: with a thousand people typing, a copy for each would be a thousand times a thousand frames.
        foreach (var own in _own.GetValueOrDefault(connection.User.Id) ?? [])
        {
            Offer(connection, from, own);
            from = Math.Max(from, own + 1);
        }
        Offer(connection, from, Count);
    }

    private void Offer(RoomConnection connection, int from, int to)
    {
        if (from < to)
            connection.Offer(new FrameBatch(_bytes.AsMemory(_starts[from].._starts[to]), to - from));
    }
}
