using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Contains the signals of one round in one buffer. Connections share slices of the buffer: if each had a copy, a thousand typing
/// users would need a million frames. A connection does not receive the signals of its own user.
/// </summary>
internal sealed class SignalRound
{
    private readonly long _first;
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly Dictionary<Guid, List<int>> _own = [];

    /// <param name="signals">Each frame with the user who does not receive it.</param>
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

    public int Length => _bytes.Length;

    private int Count => _starts.Length - 1;

    public void SendTo(RoomSubscription subscription)
    {
        var from = (int)Math.Max(0, subscription.SignalsSeen - _first);
        if (from >= Count)
            return;
        subscription.SignalsSeen = _first + Count;
        foreach (var own in _own.GetValueOrDefault(subscription.Connection.User.Id) ?? [])
        {
            Send(subscription.Connection, from, own);
            from = Math.Max(from, own + 1);
        }
        Send(subscription.Connection, from, Count);
    }

    private void Send(UserConnection connection, int from, int to)
    {
        if (from < to)
            connection.Send(new FrameBatch(_bytes.AsMemory(_starts[from].._starts[to]), to - from));
    }
}
