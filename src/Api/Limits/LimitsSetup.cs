using VideoChat.Api.Configuration;
using VideoChat.Api.Limits.Connections;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Service;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Limits;

internal static class LimitsSetup
{
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddCheckedOptions<LimitsOptions>(LimitsOptions.Section);
        services.AddCheckedOptions<RateLimitingOptions>(RateLimitingOptions.Section);
        return services
            .AddSettingsNotes<RateLimitingOptions>()
            .ConfigureOptions<KestrelLimits>()
            .AddHostedService<OpenFilesWarning>()
            .AddSingleton<ConnectionGate>()
            .AddSingleton<ByteLimiter>()
            .AddSingleton<MessageBytes>()
            .AddSingleton<IServiceLimits, ServiceLimits>();
    }
}
