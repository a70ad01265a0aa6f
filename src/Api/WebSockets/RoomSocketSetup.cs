namespace VideoChat.Api.WebSockets;

internal static class RoomSocketSetup
{
    public static IServiceCollection AddRoomSockets(this IServiceCollection services) =>
        services.AddSingleton<OriginPolicy>()
            .AddSingleton<SocketGate>()
            .AddSingleton<Doorway>();

    public static void UseRoomSockets(this WebApplication app)
    {
        app.UseMiddleware<SharedStreamMiddleware>();
        // Pings are ours: the framework's take a peer for dead whose pong we have not read yet.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.UseMiddleware<RoomSocketMiddleware>();
    }
}
