using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Persistence.Startup;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Presence;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Realtime;

internal static class BackplaneSetup
{
    public static IServiceCollection AddBackplane(this IServiceCollection services)
    {
        services.AddSingleton<HintSigner>();
        services.AddSingleton<HintSecret>();
        services.AddSingleton<HintPublisher>();
        services.AddByBackplane<IBackplane, InProcessBackplane, RedisBackplane>();
        services.AddSingleton<IRoomBroadcaster>(provider => provider.GetRequiredService<IBackplane>());

        services.AddSingleton<PresenceTable>();
        services.AddSingleton<PresenceScript>();
        services.AddByBackplane<IPresence, InProcessPresence, RedisPresence>();
        services.AddSingleton<IMachineState>(provider => provider.GetRequiredService<RedisPresence>());

        services.AddSingleton<RoomPoller>();
        services.AddSingleton<RedisService>();
        services.AddSingleton(provider => new BackplaneService(
            provider.GetRequiredService<RoomPoller>(),
            RedisSetup.UsesRedis(provider) ? provider.GetRequiredService<RedisService>() : null));
        services.AddSingleton<IStartsAfterMigration>(provider => provider.GetRequiredService<BackplaneService>());
        services.AddHostedService(provider => provider.GetRequiredService<BackplaneService>());
        return services;
    }
}
