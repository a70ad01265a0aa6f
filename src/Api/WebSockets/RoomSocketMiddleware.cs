using System.Net.Sockets;
using MediatR;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Frames;
using VideoChat.Api.Limits.Requests;
using VideoChat.Api.Limits.Sockets;
using VideoChat.Api.Observability;
using VideoChat.Api.Security;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Application.Limits;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms.EnterRoom;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Api.WebSockets;

/// <summary>Lets sockets in, runs them, and always lets them go. It holds no chat rule.</summary>
internal sealed partial class RoomSocketMiddleware(
    RequestDelegate next,
    IServiceScopeFactory scopes,
    IMediator mediator,
    ISocketLimiter sockets,
    AddressRates rates,
    MessageBytes bytes,
    IPresence presence,
    RoomResume resume,
    OriginPolicy origins,
    SocketGate gate,
    HandshakeThrottle handshakes,
    Lifecycle lifecycle,
    IOptions<RealtimeOptions> realtime,
    IOptions<RateLimitingOptions> limits,
    TimeProvider clock,
    ILogger<RoomSocketMiddleware> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfterFull = TimeSpan.FromSeconds(10);

    private const string Unavailable = "the service is not available, come back";

    /// <summary>Sockets of one address that are turned away and may answer.</summary>
    private const int MaxLeaving = 100;

    private readonly AddressCounter _leaving = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (RoomSocketPath.Parse(context.Request.Path) is not { } path)
            return next(context);
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            // Kestrel would close without a word where this says anything but keep-alive.
            context.Response.Headers.Connection = "Upgrade, keep-alive";
            return RefuseAsync(
                context, Refusals.NoUpgrade, StatusCodes.Status426UpgradeRequired, "This endpoint only accepts WebSocket connections.");
        }
        if (!origins.IsAllowed(context.Request))
        {
            return RefuseAsync(
                context, Refusals.Origin, StatusCodes.Status403Forbidden,
                "This origin is not allowed to open a WebSocket.");
        }
        if (lifecycle.IsClosing)
        {
            return RefuseAsync(
                context, Refusals.Restarting, StatusCodes.Status503ServiceUnavailable, "The server is restarting.", RetryAfter);
        }
        return LetInAsync(context, path);
    }

    private static Task RefuseAsync(
        HttpContext context, string why, int status, string detail, TimeSpan? retryAfter = null)
    {
        RealtimeMetrics.Refused(why);
        return Problem.WriteAsync(context, status, detail, retryAfter);
    }

    // By address first: nobody's sockets take the places of all, nor stand in the way of those who may come in.
    private async Task LetInAsync(HttpContext context, RoomSocketPath path)
    {
        var address = limits.Value.Enabled ? context.ClientAddress() : null;
        if (address is not null && !await sockets.TryEnterAsync(address, limits.Value.WebSocketsPerAddress))
        {
            // No rate holds these back.
            RepeatedRequests.Mark(context);
            using var socket = await AcceptAsync(context);
            if (socket is not null)
                await TurnAwayAsync(socket, address, CloseCodes.TooMany, "too many sockets");
            return;
        }

        using var lease = new SocketLease(gate, sockets, rates, address);
        if (!lease.IsTaken)
        {
            await RefuseAsync(
                context, Refusals.Full, StatusCodes.Status503ServiceUnavailable,
                "The server has reached its connection limit. Try again later.", RetryAfterFull);
            return;
        }
        if (lease.Rate is { } rate)
            await rate.WaitForHandshakeAsync(context.RequestAborted);
        using var slot = await handshakes.EnterAsync(context.RequestAborted);
        using var accepted = await AcceptAsync(context);
        // One after the other: what it took to enter is not held as long as the socket lives.
        if (accepted is not null && await EnterAsync(context, path, accepted, lease, slot) is var (room, user))
            await RunAsync(context, room, user, accepted, lease, slot);
    }

    /// <summary>Accepts the handshake; null where the peer is gone already.</summary>
    private async Task<RoomSocket?> AcceptAsync(HttpContext context)
    {
        // A peer may read as slowly as it likes; what that may cost is bounded by the queue and, below it, in the kernel,
        // which else grows to megabytes for each.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } minResponseRate)
            minResponseRate.MinDataRate = null;
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection && !TryBound(connection.Socket))
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return null;
        }
        return new RoomSocket(
            await context.WebSockets.AcceptWebSocketAsync(), context.Features.GetRequiredFeature<SharedStream>());
    }

    private Task TurnAwayAsync(RoomSocket socket, SocketLease lease, HandshakeThrottle.Slot slot, int code, string reason)
    {
        lease.Dispose();
        slot.Dispose();
        return TurnAwayAsync(socket, lease.Address, code, reason);
    }

    /// <summary>
    /// Closes a socket that has no place any more. Whoever never answers the close frame holds the connection meanwhile, so that
    /// only so many of an address are waited for.
    /// </summary>
    private async Task TurnAwayAsync(RoomSocket socket, string? address, int code, string reason)
    {
        RealtimeMetrics.Closed(code);
        var isAwaited = address is null || _leaving.TryAcquire(address, MaxLeaving);
        try
        {
            await socket.TurnAwayAsync(code, reason, isAwaited, clock);
        }
        finally
        {
            if (address is not null && isAwaited)
                _leaving.Release(address);
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
        HttpContext context, RoomSocketPath path, RoomSocket socket, SocketLease lease, HandshakeThrottle.Slot slot)
    {
        try
        {
            return await JoinAsync(path, context.RequestAborted);
        }
        catch (NotFoundException exception)
        {
            await TurnAwayAsync(socket, lease, slot, CloseCodes.NotFound, exception.Message);
            return null;
        }
        catch (UnavailableException exception)
        {
            LogUnavailable(logger, exception.GetBaseException().Message);
            await TurnAwayAsync(socket, lease, slot, CloseCodes.ServiceRestart, Unavailable);
            return null;
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                LogFailed(logger, exception, path.RoomId, path.UserId);
            await TurnAwayAsync(socket, lease, slot, CloseCodes.InternalError, "internal error");
            return null;
        }
    }

    /// <summary>In a trace and a scope of its own, and short: the request lasts as long as the socket.</summary>
    private async Task<EnteredRoom> JoinAsync(RoomSocketPath path, CancellationToken cancellationToken)
    {
        using var trace = Telemetry.BeginTrace("join");
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>()
            .Send(new EnterRoomCommand(path.RoomId, path.UserId), cancellationToken);
    }

    private async Task RunAsync(
        HttpContext context, Room room, User user, RoomSocket socket, SocketLease lease, HandshakeThrottle.Slot slot)
    {
        using var connection = new RoomConnection(room, user, socket, realtime.Value, clock) { Leaving = lease.LeaveAddress };
        var session = new RoomSocketSession(
            connection, mediator, new FrameRate(limits.Value, lease.Rate, clock), bytes, lease.Address, realtime.Value.MaxInFlight, clock, logger);
        bool isPresent = false, hasBegun = false;
        try
        {
            var after = context.Request.Query.TryGetValue("after", out var values) ? values.ToString() : null;
            var start = await resume.AddAsync(connection, after);
            try
            {
                isPresent = true;
                // The drain closes the sockets that it sees; one that came at that moment closes itself.
                if (lifecycle.IsClosing)
                    connection.Close(CloseCodes.ServiceRestart, "the server is restarting");
                await presence.ConnectAsync(room, user);
                hasBegun = true;
                slot.Dispose();
                await resume.RunAsync(connection, start, session.ReceiveAsync);
            }
            finally
            {
                await resume.RemoveAsync(connection);
            }
        }
        catch (UnavailableException exception) when (!hasBegun)
        {
            LogUnavailable(logger, exception.GetBaseException().Message);
            await TurnAwayAsync(socket, lease, slot, CloseCodes.ServiceRestart, Unavailable);
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception, room.Id, user.Id);
            // A connection that had begun has closed itself.
            if (!hasBegun)
                await TurnAwayAsync(socket, lease, slot, CloseCodes.InternalError, "internal error");
        }
        finally
        {
            if (isPresent)
                await presence.DisconnectAsync(room, user);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A socket was closed, the database is not available: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A socket failed, room {RoomId}, user {UserId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid roomId, Guid userId);
}
