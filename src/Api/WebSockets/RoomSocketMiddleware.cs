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

    public async Task InvokeAsync(HttpContext context)
    {
        if (RoomSocketPath.Parse(context.Request.Path) is not { } path)
        {
            await next(context);
        }
        else if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            // Kestrel would close without a word where this says anything but keep-alive.
            context.Response.Headers.Connection = "Upgrade, keep-alive";
            await Problem.WriteAsync(context, StatusCodes.Status426UpgradeRequired, "This address speaks WebSocket only.");
        }
        else if (!origins.IsAllowed(context.Request))
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status403Forbidden, "Pages of this origin may not connect (Cors:AllowedOrigins).");
        }
        else if (lifecycle.IsClosing)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The server restarts.", RetryAfter);
        }
        else if (!gate.TryEnter())
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "The server has as many sockets as it may.", RetryAfterFull);
        }
        else
        {
            try
            {
                using var entry = await doorway.EnterAsync(context.RequestAborted);
                await AcceptAsync(context, path, entry);
            }
            finally
            {
                gate.Leave();
            }
        }
    }

    private async Task AcceptAsync(HttpContext context, RoomSocketPath path, Doorway.Entry entry)
    {
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

        var place = new SocketPlace(sockets, limits.Value.Enabled ? address : null);
        try
        {
            await EnterAsync(context, path, socket, place, entry);
        }
        finally
        {
            place.Leave();
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

    private async Task EnterAsync(
        HttpContext context, RoomSocketPath path, RoomSocket socket, SocketPlace place, Doorway.Entry entry)
    {
        EnteredRoom entered;
        try
        {
            // A scope of its own, and short: the request lasts as long as the socket.
            await using var scope = scopes.CreateAsyncScope();
            entered = await scope.ServiceProvider.GetRequiredService<IMediator>()
                .Send(new EnterRoomCommand(path.RoomId, path.UserId), context.RequestAborted);
        }
        catch (NotFoundException exception)
        {
            place.Leave();
            RealtimeMetrics.Closed(CloseCodes.NotFound);
            entry.Dispose();
            await socket.CloseAndWaitAsync(CloseCodes.NotFound, exception.Message, clock);
            return;
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                LogFailed(logger, exception, path.RoomId, path.UserId);
            place.Leave();
            RealtimeMetrics.Closed(CloseCodes.InternalError);
            entry.Dispose();
            await socket.CloseAndWaitAsync(CloseCodes.InternalError, "internal error", clock);
            return;
        }

        await RunAsync(context, entered, socket, place, entry);
    }

    private async Task RunAsync(
        HttpContext context, EnteredRoom entered, RoomSocket socket, SocketPlace place, Doorway.Entry entry)
    {
        var (room, user) = entered;
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
