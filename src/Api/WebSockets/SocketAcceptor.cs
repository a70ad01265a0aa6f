using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Api.WebSockets;

internal sealed class SocketAcceptor(IOptions<RealtimeOptions> options)
{
    /// <summary>Accepts a handshake; returns null if the peer has disconnected.</summary>
    public async Task<FrameSocket?> AcceptAsync(HttpContext context)
    {
        // Kestrel's minimum response rate is off, so that a slow reader stays connected. Such a reader costs little memory, because
        // the send queue and the kernel's send buffer are bounded.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } minResponseRate)
            minResponseRate.MinDataRate = null;
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection && !TryLimitSendBuffer(connection.Socket))
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return null;
        }
        var webSocket = await context.WebSockets.AcceptWebSocketAsync();
        var socket = context.Features.GetRequiredFeature<FrameSocket>();
        socket.Attach(webSocket);
        return socket;
    }

    private bool TryLimitSendBuffer(Socket socket)
    {
        try
        {
            socket.SendBufferSize = options.Value.SocketSendBufferBytes;
            return true;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            return false;
        }
    }
}
