using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using VideoChat.Infrastructure.Limits;
using VideoChat.Infrastructure.Persistence.Startup;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Presence;
using VideoChat.Infrastructure.Realtime.Redis;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>The link to Redis and its services. They are created only if Redis is the backplane.</summary>
internal static class RedisSetup
{
    private const string ConnectionString = "Redis";

    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddSingleton(provider => new RedisLink(
            provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionString)!,
            provider.GetRequiredService<ILogger<RedisLink>>()));
        services.AddSingleton(CreateBackplaneService);
        services.AddSingleton<IBeginsWithDatabase>(provider => provider.GetRequiredService<BackplaneService>());
        services.AddHostedService(provider => provider.GetRequiredService<BackplaneService>());
        return services;
    }

    public static bool HasConnectionString(IConfiguration configuration)
    {
        var text = configuration.GetConnectionString(ConnectionString);
        try
        {
            return !string.IsNullOrWhiteSpace(text) && ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static BackplaneService CreateBackplaneService(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<BackplaneOptions>>().Value;
        if (options.Provider != BackplaneProvider.Redis)
            return new BackplaneService(null);

        var machines = new MachineWatch(
            provider.GetRequiredService<RedisLink>(),
            [provider.GetRequiredService<RedisPresence>(), provider.GetRequiredService<RedisSocketLimiter>()],
            TimeSpan.FromSeconds(options.LeaseSeconds),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MachineWatch>>());
        return new BackplaneService(ActivatorUtilities.CreateInstance<RedisService>(provider, machines, options));
    }
}
