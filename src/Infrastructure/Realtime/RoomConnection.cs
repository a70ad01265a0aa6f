using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>A socket in a room: a connection with one subscription, whose user is present until it is disposed.</summary>
public sealed class RoomConnection : IAsyncDisposable
{
    private readonly RoomSockets _sockets;
    private readonly RoomSubscription _subscription;
    private readonly ResumePosition _position;

    internal RoomConnection(RoomSockets sockets, Room room, RoomSubscription subscription, ResumePosition position)
    {
        _sockets = sockets;
        Room = room;
        _subscription = subscription;
        _position = position;
    }

    public Room Room { get; }

    public User User => _subscription.Connection.User;

    /// <summary>Sends a frame to this socket alone.</summary>
    public void Send(RoomFrame frame) => _subscription.Connection.Send(frame);

    /// <summary>
    /// Sends a logged event again, to this socket alone, but never before earlier events: the peer resumes from the highest seq it has seen.
    /// </summary>
    public void SendAgain(RoomEventFrame frame) => _subscription.SendAgain(frame);

    /// <summary>Starts closing the socket and returns immediately. The first call wins.</summary>
    public void Close(int code, string reason) => _subscription.Connection.Close(code, reason);

    /// <summary>
    /// Runs the socket until either side closes it. A lost connection is not an error. A failure of <paramref name="receive"/> closes the
    /// socket with 1011 and is rethrown at the end.
    /// </summary>
    /// <param name="receive">
    /// Handles each text frame, in order; the bytes are valid until it completes. Until then the socket is not read, and the
    /// keep-alive timeout is suspended.
    /// </param>
    public Task RunAsync(Func<ReadOnlyMemory<byte>, ValueTask> receive) => _sockets.RunAsync(_subscription, _position, receive);

    public async ValueTask DisposeAsync()
    {
        using (_subscription.Connection)
            await _sockets.LeaveAsync(Room, _subscription);
    }
}
