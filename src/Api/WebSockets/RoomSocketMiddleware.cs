using System.Net.Sockets;
using MediatR;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.RateLimiting;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Application.RateLimiting;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms.EnterRoom;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.WebSockets;

/// <summary>Lets sockets in, runs them, and always lets them go. It holds no chat rule.</summary>
internal sealed partial class RoomSocketMiddleware(
    RequestDelegate next,
    IServiceScopeFactory scopes,
    IMediator mediator,
    ISocketLimiter sockets,
    IPresence presence,
    RoomResume resume,
    OriginPolicy origins,
    SocketGate gate,
    Doorway doorway,
    Lifecycle lifecycle,
    IOptions<RealtimeOptions> realtime,
    IOptions<RateLimitingOptions> limits,
    TimeProvider clock,
    ILogger<RoomSocketMiddleware> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfterFull = TimeSpan.FromSeconds(10);

    public Task InvokeAsync(HttpContext context)
    {
        if (RoomSocketPath.Parse(context.Request.Path) is not { } path)
            return next(context);
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            // Kestrel would close without a word where this says anything but keep-alive.
            context.Response.Headers.Connection = "Upgrade, keep-alive";
            return Problem.WriteAsync(context, StatusCodes.Status426UpgradeRequired, "This address speaks WebSocket only.");
        }
        if (!origins.IsAllowed(context.Request))
        {
            return Problem.WriteAsync(
                context, StatusCodes.Status403Forbidden, "Pages of this origin may not connect (Cors:AllowedOrigins).");
        }
        if (lifecycle.IsClosing)
            return Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The server restarts.", RetryAfter);
        return gate.TryEnter() is { } inside
            ? AcceptAsync(context, path, inside)
            : Problem.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "The server has as many sockets as it may.", RetryAfterFull);
    }

    private async Task AcceptAsync(HttpContext context, RoomSocketPath path, SocketGate.Place inside)
    {
        using var place = inside;
        using var entry = await doorway.EnterAsync(context.RequestAborted);
        // A peer may read as slowly as it likes; what that may cost is bounded by the queue and, below it, in the kernel,
        // which else grows to megabytes for each.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } minResponseRate)
            minResponseRate.MinDataRate = null;
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection && !TryBound(connection.Socket))
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        using var webSocket = await context.WebSockets.AcceptWebSocketAsync();
        using var socket = new RoomSocket(webSocket, context.Features.GetRequiredFeature<SharedStream>());

        var address = context.ClientAddress();
        if (limits.Value.Enabled && !await sockets.TryEnterAsync(address, limits.Value.WebSocketsPerAddress))
        {
            RealtimeMetrics.Closed(CloseCodes.TooMany);
            entry.Dispose();
            await socket.CloseAndWaitAsync(CloseCodes.TooMany, "too many sockets", clock);
            return;
        }

        var ofAddress = new SocketPlace(sockets, limits.Value.Enabled ? address : null);
        try
        {
            // Not one within the other: what it took to enter is not held as long as the socket lives.
            if (await EnterAsync(context, path, socket, ofAddress, entry) is var (room, user))
                await RunAsync(context, room, user, socket, ofAddress, entry);
        }
        finally
        {
            ofAddress.Leave();
        }
    }

    /// <summary>False where the peer is gone already.</summary>
    private bool TryBound(Socket socket)
    {
        try
        {
            socket.SendBufferSize = realtime.Value.SocketSendBufferBytes;
            return true;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Who came where; null where nobody was let in, and the socket is closed.</summary>
    private async Task<EnteredRoom?> EnterAsync(
        HttpContext context, RoomSocketPath path, RoomSocket socket, SocketPlace place, Doorway.Entry entry)
    {
        try
        {
            // A scope of its own, and short: the request lasts as long as the socket.
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>()
                .Send(new EnterRoomCommand(path.RoomId, path.UserId), context.RequestAborted);
        }
        catch (NotFoundException exception)
        {
            place.Leave();
            RealtimeMetrics.Closed(CloseCodes.NotFound);
            entry.Dispose();
            await socket.CloseAndWaitAsync(CloseCodes.NotFound, exception.Message, clock);
            return null;
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                LogFailed(logger, exception, path.RoomId, path.UserId);
            place.Leave();
            RealtimeMetrics.Closed(CloseCodes.InternalError);
            entry.Dispose();
            await socket.CloseAndWaitAsync(CloseCodes.InternalError, "internal error", clock);
            return null;
        }
    }

    private async Task RunAsync(
        HttpContext context, Room room, User user, RoomSocket socket, SocketPlace place, Doorway.Entry entry)
    {
        using var connection = new RoomConnection(room, user, socket, realtime.Value, clock) { Leaving = place.Leave };
        var session = new RoomSocketSession(
            connection, mediator, new FrameRate(limits.Value, clock), realtime.Value.MaxInFlight, clock, logger);
        var isPresent = false;
        try
        {
            var after = context.Request.Query.TryGetValue("after", out var values) ? values.ToString() : null;
            await resume.RunAsync(connection, after, BePresentAsync, session.ReceiveAsync);
        }
        catch (Exception exception)
        {
            entry.Dispose();
            LogFailed(logger, exception, room.Id, user.Id);
            // Said already where the connection ran; where it never did, this is the close frame.
            if (!isPresent)
                RealtimeMetrics.Closed(CloseCodes.InternalError);
            await socket.CloseAndWaitAsync(CloseCodes.InternalError, "internal error", clock);
        }
        finally
        {
            if (isPresent)
                await presence.DisconnectAsync(room, user);
        }

        async ValueTask BePresentAsync()
        {
            isPresent = true;
            // The drain closes the sockets that it sees; one that came at that moment closes itself.
            if (lifecycle.IsClosing)
                connection.Close(CloseCodes.ServiceRestart, "the server restarts");
            await presence.ConnectAsync(room, user);
            entry.Dispose();
        }
    }

    /// <summary>An address's place for one socket; given back once, however often it is left.</summary>
    private sealed class SocketPlace(ISocketLimiter sockets, string? address)
    {
        private string? _address = address;

        public void Leave()
        {
            if (Interlocked.Exchange(ref _address, null) is { } held)
                _ = sockets.LeaveAsync(held).AsTask();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A socket failed, room {RoomId}, user {UserId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid roomId, Guid userId);
}
