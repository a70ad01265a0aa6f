using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Health;
using VideoChat.Infrastructure.Idempotency;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;
using VideoChat.Infrastructure.Repositories;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos;
using VideoChat.Infrastructure.Webhooks;

namespace VideoChat.Infrastructure;

public static class DependencyInjection
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services) => services
        .AddMetrics()
        .AddStorage()
        .AddPersistence()
        .AddIdempotency()
        .AddRepositories()
        // Before the log, so that it stops after it: what the log writes last the other machines hear of too.
        .AddBackplane()
        .AddRoomLog()
        .AddRealtime()
        .AddVideo()
        .AddWebhooks()
        // Last of the log's participants: machines that count in the same shard wait there for each other's commit.
        .AddDatabaseHealth()
        .AddHostedService<ServerMetrics>();

    private static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddCheckedOptions<RealtimeOptions>(RealtimeOptions.Section);
        services.AddCheckedOptions<ShutdownOptions>(ShutdownOptions.Section);
        services.AddSingleton<RoomLogReader>();
        services.AddSingleton<RoomHub>(provider => new RoomHub(
            provider.GetRequiredService<IBackplane>(),
            provider.GetRequiredService<RoomLogReader>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RoomHub>>()));
        services.AddSingleton<IRealtimeProbe>(provider => provider.GetRequiredService<RoomHub>());
        services.AddSingleton<RoomResume>(provider => new RoomResume(
            provider.GetRequiredService<RoomHub>(),
            provider.GetRequiredService<RoomLogReader>(),
            provider.GetRequiredService<IOptions<RealtimeOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<Heartbeat>();
        services.AddHostedService<SocketDrain>();
        return services;
    }
}
