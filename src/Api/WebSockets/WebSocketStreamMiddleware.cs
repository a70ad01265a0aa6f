using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using VideoChat.Api.Http;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Api.WebSockets;

/// <summary>
/// Inserts the stream of a <see cref="FrameSocket"/> between the WebSocket of ASP.NET Core and the connection. The stream supports
/// HTTP/1.1 upgrades and HTTP/2 extended CONNECT. The middleware must precede <c>UseWebSockets</c>.
/// </summary>
internal sealed class WebSocketStreamMiddleware(RequestDelegate next, RealtimeServer sockets)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.IsRoomSocketHandshake())
        {
            if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
                context.Features.Set<IHttpUpgradeFeature>(new Upgrade(upgrade, context, sockets));
            if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
                context.Features.Set<IHttpExtendedConnectFeature>(new ExtendedConnect(connect, context, sockets));
        }
        return next(context);
    }

    private sealed class Upgrade(IHttpUpgradeFeature inner, HttpContext context, RealtimeServer sockets) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() =>
            Wrap(await inner.UpgradeAsync(), context, sockets, context.Features.Get<IConnectionTransportFeature>()?.Transport.Output);
    }

    private sealed class ExtendedConnect(IHttpExtendedConnectFeature inner, HttpContext context, RealtimeServer sockets)
        : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync() => Wrap(await inner.AcceptAsync(), context, sockets);
    }

    private static Stream Wrap(Stream stream, HttpContext context, RealtimeServer sockets, PipeWriter? transport = null)
    {
        var lifetime = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var socket = sockets.Create(stream, lifetime.Abort, transport);
        context.Features.Set(socket);
        context.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime(lifetime, socket));
        return socket.Stream;
    }

    /// <summary>
    /// Suppresses the abort of ASP.NET Core after it sends a close frame for invalid data (1002, 1007). Otherwise, the abort would
    /// often discard the close frame before the peer receives it.
    /// </summary>
    private sealed class Lifetime(IHttpRequestLifetimeFeature inner, FrameSocket socket) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted
        {
            get => inner.RequestAborted;
            set => inner.RequestAborted = value;
        }

        public void Abort()
        {
            if (!socket.HasSentClose)
                inner.Abort();
        }
    }
}
