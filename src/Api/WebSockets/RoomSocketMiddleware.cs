using MediatR;
using VideoChat.Api.Http;
using VideoChat.Api.Limits.Sockets;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms.EnterRoom;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Api.WebSockets;

/// <summary>Admits, runs and releases sockets. It contains no chat rules.</summary>
internal sealed partial class RoomSocketMiddleware(
    RequestDelegate next,
    SocketAdmission admission,
    SocketAcceptor acceptor,
    SocketRejecter rejecter,
    RealtimeServer sockets,
    RoomSocketSessions sessions,
    IServiceScopeFactory scopes,
    ILogger<RoomSocketMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context) =>
        RoomSocketPath.Parse(context.Request.Path) is { } path ? AdmitAsync(context, path) : next(context);

    private async Task AdmitAsync(HttpContext context, RoomSocketPath path)
    {
        switch (await admission.EnterAsync(context))
        {
            case Rejection rejection:
                await rejecter.RejectAsync(context, rejection);
                break;
            case Admission admitted:
                using (admitted)
                    await RunAsync(context, path, admitted);
                break;
        }
    }

    private async Task RunAsync(HttpContext context, RoomSocketPath path, Admission admitted)
    {
        using var socket = await acceptor.AcceptAsync(context);
        if (socket is null || await JoinAsync(context, path, socket, admitted) is not { } connection)
            return;
        admitted.EndHandshake();
        try
        {
            await using (connection)
                await connection.RunAsync(sessions.Create(connection, admitted).ReceiveAsync);
        }
        catch (Exception exception)
        {
            // The connection has already closed its socket, so logging is sufficient.
            LogFailed(logger, exception, path.RoomId, path.UserId);
        }
    }

    /// <summary>Joins the room; returns null if the socket was rejected.</summary>
    private async Task<RoomConnection?> JoinAsync(HttpContext context, RoomSocketPath path, FrameSocket socket, Admission admitted)
    {
        Rejection rejection;
        try
        {
            var (room, user) = await EnterRoomAsync(path, context.RequestAborted);
            var after = context.Request.Query.TryGetValue("after", out var values) ? values.ToString() : null;
            return await sockets.JoinAsync(socket, room, user, after, onClosing: admitted.LeaveAddress);
        }
        catch (NotFoundException exception)
        {
            rejection = Rejection.NotFound(exception.Message);
        }
        catch (UnavailableException exception)
        {
            LogUnavailable(logger, exception.GetBaseException().Message);
            rejection = Rejection.Unavailable;
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                LogFailed(logger, exception, path.RoomId, path.UserId);
            rejection = Rejection.Failed;
        }
        // The slots are released first, because the peer can take long to answer the close frame.
        admitted.Dispose();
        await rejecter.CloseAsync(socket, rejection, admitted.Address);
        return null;
    }

    // Enters the room in a separate trace and scope, because those of the request last as long as the socket.
    private async Task<EnteredRoom> EnterRoomAsync(RoomSocketPath path, CancellationToken cancellationToken)
    {
        using var trace = Telemetry.BeginTrace("join");
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>()
            .Send(new EnterRoomCommand(path.RoomId, path.UserId), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed a socket because the database is not available: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A socket failed, room {RoomId}, user {UserId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid roomId, Guid userId);
}
