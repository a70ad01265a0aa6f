using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime;

internal static class RealtimeSetup
{
    public static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddCheckedOptions<RealtimeOptions>(RealtimeOptions.Section);
        services.AddCheckedOptions<ShutdownOptions>(ShutdownOptions.Section);
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<RoomLogReader>();
        services.AddSingleton<RoomHub>();
        services.AddSingleton<ConnectionResume>();
        services.AddSingleton(provider => new RealtimeServer(
            provider.GetRequiredService<OpenConnections>(),
            provider.GetRequiredService<ConnectionResume>(),
            provider.GetRequiredService<IPresence>(),
            provider.GetRequiredService<IBackplane>(),
            provider.GetRequiredService<Lifecycle>(),
            provider.GetRequiredService<IOptions<RealtimeOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRealtimeProbe>(provider => provider.GetRequiredService<RealtimeServer>());
        services.AddHostedService<Heartbeat>();
        services.AddHostedService<SocketDrain>();
        return services;
    }
}
