using VideoChat.Api.Limits.Sockets;

namespace VideoChat.Api.WebSockets;

internal static class RoomSocketSetup
{
    public static IServiceCollection AddRoomSockets(this IServiceCollection services) =>
        services.AddSingleton<SocketGate>()
            .AddSingleton<AddressRates>()
            .AddSingleton<HandshakeThrottle>();

    /// <summary>
    /// What no handshake passes: sockets have no use for it, and each would hold what it needs for as long as it lives.
    /// </summary>
    public static void UseExceptForRoomSockets(this IApplicationBuilder app, Action<IApplicationBuilder> configure) =>
        app.UseWhen(context => !context.IsRoomSocketHandshake(), configure);

    public static void UseRoomSockets(this WebApplication app)
    {
        app.UseMiddleware<SharedStreamMiddleware>();
        // Pings are ours: the framework's take a peer for dead whose pong we have not read yet.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.UseMiddleware<RoomSocketMiddleware>();
    }
}
