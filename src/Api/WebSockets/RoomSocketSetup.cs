using VideoChat.Api.Limits.Sockets;

namespace VideoChat.Api.WebSockets;

internal static class RoomSocketSetup
{
    public static IServiceCollection AddRoomSockets(this IServiceCollection services) =>
        services.AddSingleton<SocketGate>()
            .AddSingleton<AddressRates>()
            .AddSingleton<HandshakeThrottle>()
            .AddSingleton<SocketAdmission>()
            .AddSingleton<SocketAcceptor>()
            .AddSingleton<SocketRejecter>()
            .AddSingleton<RoomSocketSessions>();

    public static void UseRoomSockets(this WebApplication app)
    {
        app.UseMiddleware<WebSocketStreamMiddleware>();
        // ASP.NET Core's keep-alive is off, because it aborts a peer whose pong arrives after unread data
        // (docs/decisions/0006-own-pings.md).
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.UseMiddleware<RoomSocketMiddleware>();
    }
}
