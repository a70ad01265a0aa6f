using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Sockets;
using VideoChat.Api.Observability.Logs;
using VideoChat.Application.Limits;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Api.WebSockets;

/// <summary>
/// Rejects sockets with an HTTP status instead of the handshake, or with a close code after it. Both tell the client the reason.
/// </summary>
internal sealed class SocketRejecter(RealtimeServer sockets, SocketAcceptor acceptor)
{
    /// <summary>
    /// The maximum number of rejected sockets of one address that may wait for the peer's close frame. The limit is necessary
    /// because a peer that never sends it keeps its connection until the timeout.
    /// </summary>
    private const int MaxClosing = 100;

    private readonly AddressCounter _closing = new();

    public Task RejectAsync(HttpContext context, Rejection rejection) =>
        rejection.IsCloseCode ? AcceptAndCloseAsync(context, rejection) : RefuseAsync(context, rejection);

    /// <param name="socket">The socket.</param>
    /// <param name="rejection">A close code and its reason.</param>
    /// <param name="address">The client's address; null if limits per address are disabled.</param>
    public async Task CloseAsync(FrameSocket socket, Rejection rejection, string? address)
    {
        var waitsForPeer = address is null || _closing.TryAcquire(address, MaxClosing);
        try
        {
            await sockets.RejectAsync(socket, rejection.Code, rejection.Reason, waitsForPeer);
        }
        finally
        {
            if (address is not null && waitsForPeer)
                _closing.Release(address);
        }
    }

    private static Task RefuseAsync(HttpContext context, Rejection rejection)
    {
        if (rejection.Code == StatusCodes.Status426UpgradeRequired)
        {
            context.Response.Headers.Upgrade = "websocket";
            // The header contains keep-alive, because otherwise Kestrel closes the connection after the response.
            context.Response.Headers.Connection = "Upgrade, keep-alive";
        }
        if (rejection.Refusal is { } refusal)
            Refusals.Count(refusal);
        return Problem.WriteAsync(context, rejection.Code, rejection.Reason, rejection.RetryAfter);
    }

    private async Task AcceptAndCloseAsync(HttpContext context, Rejection rejection)
    {
        // The rejection is recorded separately, because the status of the response is 101.
        RepeatedRequests.MarkRejected(context);
        using var socket = await acceptor.AcceptAsync(context);
        if (socket is not null)
            await CloseAsync(socket, rejection, context.ClientAddress());
    }
}
