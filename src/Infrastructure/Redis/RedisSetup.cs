using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Redis;

internal static class RedisSetup
{
    private const string ConnectionString = "Redis";

    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddCheckedOptions<BackplaneOptions>(BackplaneOptions.Section).Validate<IConfiguration>(
            (options, configuration) => options.Provider != BackplaneProvider.Redis || HasConnectionString(configuration),
            "ConnectionStrings:Redis: Backplane:Provider is Redis, so it must be a connection string like 'redis:6379,password=…'");

        services.AddSingleton(provider => new RedisLink(
            provider.GetRequiredService<IConfiguration>().GetConnectionString(ConnectionString)!,
            provider.GetRequiredService<ILogger<RedisLink>>()));
        services.AddSingleton<MachineSettings>();
        services.AddSingleton(provider => new MachineWatch(
            provider.GetRequiredService<RedisLink>(),
            provider.GetServices<IMachineState>(),
            TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<BackplaneOptions>>().Value.LeaseSeconds),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MachineWatch>>()));
        return services;
    }

    // Adds the service of the configured backplane. The Redis service is created only if Redis is the backplane.
    public static void AddByBackplane<TPort, TInProcess, TRedis>(this IServiceCollection services)
        where TPort : class
        where TInProcess : class, TPort
        where TRedis : class, TPort =>
        services.AddSingleton<TInProcess>().AddSingleton<TRedis>().AddSingleton<TPort>(provider => UsesRedis(provider)
            ? provider.GetRequiredService<TRedis>()
            : provider.GetRequiredService<TInProcess>());

    public static bool UsesRedis(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<BackplaneOptions>>().Value.Provider == BackplaneProvider.Redis;

    private static bool HasConnectionString(IConfiguration configuration)
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
}
