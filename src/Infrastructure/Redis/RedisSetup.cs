using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using VideoChat.Application.RateLimiting;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.RateLimiting;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.Redis;

/// <summary>What is known of other processes: nothing, where there is one, or by Redis.</summary>
internal static class RedisSetup
{
    private const string ConnectionString = "Redis";

    public static IServiceCollection AddBackplane(this IServiceCollection services)
    {
        services.AddCheckedOptions<BackplaneOptions>(BackplaneOptions.Section).Validate<IConfiguration>(
            (options, configuration) => options.Provider != BackplaneProvider.Redis
                || IsConnectionString(configuration.GetConnectionString(ConnectionString)),
            "ConnectionStrings:Redis: Backplane:Provider is Redis, so it must be a connection string like 'redis:6379,password=…'");

        services.AddSingleton<PresenceTable>();
        services.AddSingleton<InProcessBackplane>();
        services.AddSingleton<InProcessRateLimiter>();
        services.AddSingleton(provider => new RedisLink(
            provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionString)!,
            provider.GetRequiredService<ILogger<RedisLink>>()));
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
        services.AddSingleton<IRateLimiter>(provider => IsRedis(provider)
            ? new RedisRateLimiter(provider.GetRequiredService<RedisLink>(), provider.GetRequiredService<InProcessRateLimiter>())
            : provider.GetRequiredService<InProcessRateLimiter>());
        services.AddSingleton(provider => new BackplaneService(IsRedis(provider) ? CreateService(provider) : null));
        services.AddSingleton<IBeginsWithDatabase>(provider => provider.GetRequiredService<BackplaneService>());
        services.AddHostedService(provider => provider.GetRequiredService<BackplaneService>());
        return services;
    }

    private static void AddByProvider<TPort, TInProcess, TRedis>(this IServiceCollection services)
        where TPort : class
        where TInProcess : class, TPort
        where TRedis : class, TPort =>
        services.AddSingleton<TPort>(provider => IsRedis(provider)
            ? provider.GetRequiredService<TRedis>()
            : provider.GetService<TInProcess>() ?? ActivatorUtilities.CreateInstance<TInProcess>(provider));

    private static RedisService CreateService(IServiceProvider provider)
    {
        var options = Options(provider);
        var machines = new MachineWatch(
            provider.GetRequiredService<RedisLink>(),
            [provider.GetRequiredService<RedisPresence>(), provider.GetRequiredService<RedisSocketLimiter>()],
            TimeSpan.FromSeconds(options.LeaseSeconds),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MachineWatch>>());
        return ActivatorUtilities.CreateInstance<RedisService>(provider, machines, options);
    }

    private static bool IsRedis(IServiceProvider provider) => Options(provider).Provider == BackplaneProvider.Redis;

    private static BackplaneOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<BackplaneOptions>>().Value;

    private static bool IsConnectionString(string? text)
    {
        try
        {
            return !string.IsNullOrWhiteSpace(text) && ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
