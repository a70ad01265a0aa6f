using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime.Rooms;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>A socket in a room. Its user is present in the room until the connection is disposed.</summary>
public sealed class RoomConnection : IAsyncDisposable
{
    private readonly RealtimeServer _server;
    private readonly RoomSubscription _subscription;
    private readonly ResumePosition _position;

    internal RoomConnection(RealtimeServer server, Room room, RoomSubscription subscription, ResumePosition position)
    {
        _server = server;
        Room = room;
        _subscription = subscription;
        _position = position;
    }

    public Room Room { get; }

    public User User => _subscription.Connection.User;

    public void Send(RoomFrame frame) => _subscription.Connection.Send(frame);

    /// <summary>Sends a stored event after all earlier events, because the peer resumes from the highest seq it has received.</summary>
    public void SendAgain(RoomEventFrame frame) => _subscription.SendAgain(frame);

    /// <summary>Starts closing the socket and returns immediately. Only the first call has an effect.</summary>
    public void Close(int code, string reason) => _subscription.Connection.Close(code, reason);

    /// <summary>
    /// Runs the socket until either side closes it. A lost connection is not an error. An exception closes the socket with 1011.
    /// </summary>
    /// <param name="receive">Handles a text frame. Until the task completes, the server does not read from the socket.</param>
    public Task RunAsync(Func<ReadOnlyMemory<byte>, ValueTask> receive) => _server.RunAsync(_subscription, _position, receive);

    public async ValueTask DisposeAsync()
    {
        using (_subscription.Connection)
            await _server.LeaveAsync(Room, _subscription);
    }
}
