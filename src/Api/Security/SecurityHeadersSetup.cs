using Microsoft.Net.Http.Headers;

namespace VideoChat.Api.Security;

/// <summary>What browsers are told about the web client's files.</summary>
internal static class SecurityHeadersSetup
{
    private const string WebClient = "/chat";

    public static IServiceCollection AddSecurityHeaders(this IServiceCollection services) =>
        services.AddSingleton<ContentSecurityPolicy>();

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var policy = app.Services.GetRequiredService<ContentSecurityPolicy>().Value;
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(WebClient))
                context.Response.OnStarting(() => Protect(context.Response.Headers, policy));
            return next(context);
        });
    }

    private static Task Protect(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        // Files that belong together are asked for together: after an update none is an old one.
        headers.TryAdd(HeaderNames.CacheControl, "no-cache");
        return Task.CompletedTask;
    }
}
