using System.IO.Pipelines;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>
/// Creates room sockets, joins them to rooms and rejects them. The API enters the realtime folders through this class.
/// </summary>
public sealed class RealtimeServer : IRealtimeProbe
{
    private readonly OpenConnections _connections;
    private readonly ConnectionResume _resume;
    private readonly IPresence _presence;
    private readonly IBackplane _backplane;
    private readonly Lifecycle _lifecycle;
    private readonly RealtimeOptions _options;
    private readonly TimeProvider _clock;

    internal RealtimeServer(
        OpenConnections connections, ConnectionResume resume, IPresence presence, IBackplane backplane, Lifecycle lifecycle,
        IOptions<RealtimeOptions> options, TimeProvider clock)
    {
        _connections = connections;
        _resume = resume;
        _presence = presence;
        _backplane = backplane;
        _lifecycle = lifecycle;
        _options = options.Value;
        _clock = clock;
    }

    public int Connections => _connections.Count;

    public BackplaneState Backplane => _backplane.State;

    /// <summary>Creates the socket for a connection that is about to become a WebSocket.</summary>
    /// <param name="transport">The output pipe of the connection; null if only the stream is available (HTTP/2).</param>
    public FrameSocket Create(Stream inner, Action abort, PipeWriter? transport) =>
        new(inner, abort, transport, new ControlFrameLimit(_options.MaxControlFramesPerSecond, _clock));

    /// <param name="waitsForPeer">
    /// True to give the peer two seconds to answer the close frame. If false, a peer that is sending data may not receive that
    /// frame.
    /// </param>
    public Task RejectAsync(FrameSocket socket, int code, string reason, bool waitsForPeer)
    {
        RealtimeMetrics.Closed(code);
        return socket.RejectAsync(code, reason, waitsForPeer, _clock);
    }

    /// <summary>Subscribes a socket to a room and announces that its user is present.</summary>
    /// <param name="after">The position from which the client resumes; null for a new client.</param>
    /// <param name="onClosing">Called once, before the server sends its close frame or after the connection is lost.</param>
    public async Task<RoomConnection> JoinAsync(FrameSocket socket, Room room, User user, string? after, Action onClosing)
    {
        var connection = new UserConnection(user, socket, _options, _clock) { OnClosing = onClosing };
        try
        {
            var position = await _resume.FindPositionAsync(room.Id, after);
            var subscription = await _resume.SubscribeAsync(room.Id, connection, position);
            _connections.Add(connection);
            // The connection is closed here, because the shutdown may have listed the connections before this one was added.
            if (_lifecycle.IsClosing)
                connection.Close(CloseCodes.ServiceRestart, "the server is restarting");
            return await EnterAsync(new RoomConnection(this, room, subscription, position));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal Task RunAsync(RoomSubscription subscription, ResumePosition position, Func<ReadOnlyMemory<byte>, ValueTask> receive) =>
        subscription.Connection.RunAsync(_resume.ListOpeningFramesAsync(subscription, position), receive);

    internal async ValueTask LeaveAsync(Room room, RoomSubscription subscription)
    {
        _connections.Remove(subscription.Connection);
        try
        {
            await _resume.UnsubscribeAsync(subscription);
        }
        finally
        {
            await _presence.DisconnectAsync(room, subscription.Connection.User);
        }
    }

    private async Task<RoomConnection> EnterAsync(RoomConnection connection)
    {
        try
        {
            await _presence.ConnectAsync(connection.Room, connection.User);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
