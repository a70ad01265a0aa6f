using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Limits;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Limits;

internal static class SharedLimitsSetup
{
    public static IServiceCollection AddSharedLimits(this IServiceCollection services)
    {
        services.AddByBackplane<ISocketLimiter, InProcessSocketLimiter, RedisSocketLimiter>();
        services.AddSingleton<IMachineState>(provider => provider.GetRequiredService<RedisSocketLimiter>());
        services.AddSingleton<InProcessRateLimiter>();
        services.AddSingleton<IRateLimiter>(provider => RedisSetup.UsesRedis(provider)
            ? new RedisRateLimiter(provider.GetRequiredService<RedisLink>(), provider.GetRequiredService<InProcessRateLimiter>())
            : provider.GetRequiredService<InProcessRateLimiter>());
        return services;
    }
}
