using VideoChat.Api.Configuration;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Security;

internal static class SecurityHeadersSetup
{
    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services)
    {
        services.AddCheckedOptions<SecurityOptions>(SecurityOptions.Section);
        return services.AddSettingsNotes<SecurityOptions>().AddSingleton<ContentSecurityPolicy>().AddSingleton<OriginPolicy>();
    }

    public static void UseSecurityHeaders(this WebApplication app) => app.UseMiddleware<SecurityHeadersMiddleware>();
}
