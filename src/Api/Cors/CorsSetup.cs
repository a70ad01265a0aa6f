using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VideoChat.Api.Configuration;
using VideoChat.Api.Http;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Cors;

internal static class CorsSetup
{
    public static IServiceCollection AddCorsPolicy(this IServiceCollection services)
    {
        services.AddCheckedOptions<AllowedOriginsOptions>(AllowedOriginsOptions.Section).Configure<IConfiguration>((options, configuration) =>
            options.AllowedOrigins = [
                .. configuration.GetList("Cors:AllowedOrigins"), .. configuration.GetList("ALLOWED_ORIGINS")]);

        services.AddCors();
        services.AddSingleton<ISettingsNotes, CorsNotes>();
        services.AddOptions<CorsOptions>()
            .Configure<IOptions<AllowedOriginsOptions>, IHostEnvironment>((cors, options, environment) =>
                cors.AddDefaultPolicy(policy => Build(policy, options.Value.AllowedOrigins, environment)));
        return services;
    }

    public static void UseCorsPolicy(this WebApplication app)
    {
        // Without Vary, a shared cache could return a response that lacks the CORS headers to a page that needs them.
        if (app.Services.GetRequiredService<IOptions<AllowedOriginsOptions>>().Value.AllowedOrigins.Count > 0)
        {
            app.Use((context, next) =>
            {
                context.Response.OnStarting(VaryByOrigin, context.Response.Headers);
                return next(context);
            });
        }
        // Handshakes bypass CORS, because SocketAdmission checks their origin with OriginPolicy.
        app.UseExceptForRoomSockets(http => http.UseCors());
    }

    private static Task VaryByOrigin(object state)
    {
        var headers = (IHeaderDictionary)state;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
            headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Origin);
        return Task.CompletedTask;
    }

    private static void Build(CorsPolicyBuilder policy, IReadOnlyList<string> origins, IHostEnvironment environment)
    {
        policy
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders("Link", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10));
        if (origins.Count > 0)
            policy.WithOrigins([.. origins]).SetIsOriginAllowedToAllowWildcardSubdomains().AllowCredentials();
        else if (environment.IsDevelopment())
            policy.AllowAnyOrigin();
    }
}
