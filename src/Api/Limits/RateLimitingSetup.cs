using VideoChat.Api.Limits.Requests;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Limits;

internal static class RateLimitingSetup
{
    public static IServiceCollection AddRateLimiting(this IServiceCollection services)
    {
        services.AddCheckedOptions<RateLimitingOptions>(RateLimitingOptions.Section);
        return services.AddSingleton<ByteLimiter>().AddSingleton<MessageBytes>();
    }
}
