using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Api.WebSockets;

/// <summary>
/// Puts a <see cref="SharedStream"/> below the WebSocket that the framework is about to make, over HTTP/1.1 (upgrade) and
/// HTTP/2 (extended CONNECT). Must come before <c>UseWebSockets</c>.
/// </summary>
internal sealed class SharedStreamMiddleware(RequestDelegate next, IOptions<RealtimeOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.IsRoomSocketHandshake())
        {
            if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
                context.Features.Set<IHttpUpgradeFeature>(new Upgrade(upgrade, context, options.Value));
            if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } connect)
                context.Features.Set<IHttpExtendedConnectFeature>(new ExtendedConnect(connect, context, options.Value));
        }
        return next(context);
    }

    private sealed class Upgrade(IHttpUpgradeFeature inner, HttpContext context, RealtimeOptions options) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() =>
            Share(await inner.UpgradeAsync(), context, options, context.Features.Get<IConnectionTransportFeature>()?.Transport.Output);
    }

    private sealed class ExtendedConnect(IHttpExtendedConnectFeature inner, HttpContext context, RealtimeOptions options)
        : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => inner.IsExtendedConnect;

        public string? Protocol => inner.Protocol;

        public async ValueTask<Stream> AcceptAsync() => Share(await inner.AcceptAsync(), context, options);
    }

    private static SharedStream Share(
        Stream stream, HttpContext context, RealtimeOptions options, PipeWriter? transport = null)
    {
        var lifetime = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        var shared = new SharedStream(stream, lifetime.Abort, transport, options.MaxControlFramesPerSecond);
        context.Features.Set(shared);
        context.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime(lifetime, shared));
        return shared;
    }

    /// <summary>
    /// The framework cuts the connection at once after it has sent a close frame for what is no WebSocket or no UTF-8, so
    /// that the frame seldom arrives. It may not; <see cref="RoomSocket.LingerAsync"/> sees to the end.
    /// </summary>
    private sealed class Lifetime(IHttpRequestLifetimeFeature inner, SharedStream stream) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted
        {
            get => inner.RequestAborted;
            set => inner.RequestAborted = value;
        }

        public void Abort()
        {
            if (!stream.IsClosed)
                inner.Abort();
        }
    }
}
