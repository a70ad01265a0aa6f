using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Limits;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Limits;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Presence;
using VideoChat.Infrastructure.Realtime.Redis;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Registers broadcast, presence and limits: within this process, or across machines through Redis.</summary>
internal static class BackplaneSetup
{
    public static IServiceCollection AddBackplane(this IServiceCollection services)
    {
        services.AddCheckedOptions<BackplaneOptions>(BackplaneOptions.Section).Validate<IConfiguration>(
            (options, configuration) => options.Provider != BackplaneProvider.Redis || RedisSetup.HasConnectionString(configuration),
            "ConnectionStrings:Redis: Backplane:Provider is Redis, so it must be a connection string like 'redis:6379,password=…'");

        services.AddSingleton<PresenceTable>();
        services.AddSingleton<InProcessBackplane>();
        services.AddSingleton<InProcessRateLimiter>();
        services.AddSingleton<HintSigner>();
        services.AddSingleton<HintPublisher>();
        services.AddSingleton<RedisBackplane>();
        services.AddSingleton<PresenceScript>();
        services.AddSingleton<RedisPresence>();
        services.AddSingleton<RedisSocketLimiter>();

        services.AddByProvider<IBackplane, InProcessBackplane, RedisBackplane>();
        services.AddByProvider<IPresence, InProcessPresence, RedisPresence>();
        services.AddByProvider<ISocketLimiter, InProcessSocketLimiter, RedisSocketLimiter>();
        services.AddSingleton<IRoomBroadcaster>(provider => provider.GetRequiredService<IBackplane>());
        services.AddSingleton<IRateLimiter>(provider => UsesRedis(provider)
            ? new RedisRateLimiter(provider.GetRequiredService<RedisLink>(), provider.GetRequiredService<InProcessRateLimiter>())
            : provider.GetRequiredService<InProcessRateLimiter>());
        return services.AddRedis();
    }

    private static void AddByProvider<TPort, TInProcess, TRedis>(this IServiceCollection services)
        where TPort : class
        where TInProcess : class, TPort
        where TRedis : class, TPort =>
        services.AddSingleton<TPort>(provider => UsesRedis(provider)
            ? provider.GetRequiredService<TRedis>()
            : provider.GetService<TInProcess>() ?? ActivatorUtilities.CreateInstance<TInProcess>(provider));

    private static bool UsesRedis(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<BackplaneOptions>>().Value.Provider == BackplaneProvider.Redis;
}
