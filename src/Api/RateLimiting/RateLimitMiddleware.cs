using Microsoft.Extensions.Options;
using VideoChat.Api.Http;
using VideoChat.Api.WebSockets;
using VideoChat.Application.RateLimiting;

namespace VideoChat.Api.RateLimiting;

/// <summary>Limits the requests of one address and says on every answer how many are left.</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, IRateLimiter limiter, IOptions<RateLimitingOptions> options)
{
    /// <summary>What is free: what operators and pages ask for, and what a provider sends.</summary>
    private static readonly string[] FreePaths =
        [Paths.Health, Paths.Docs, Paths.OpenApi, Paths.AsyncApi, Paths.Metrics, Paths.WebClient, Paths.Media, Paths.BunnyWebhook];

    private readonly RateLimitPolicy _policy = options.Value.RequestPolicy;

    public Task InvokeAsync(HttpContext context) =>
        !options.Value.Enabled || IsFree(context) ? next(context) : LimitAsync(context);

    /// <summary>Whether a path is free, whatever is asked of it.</summary>
    public static bool IsFree(PathString path) => !path.HasValue || path == "/" || path.IsUnder(FreePaths);

    private async Task LimitAsync(HttpContext context)
    {
        var decision = await limiter.TakeAsync(_policy, context.ClientAddress());
        if (!decision.IsAllowed)
        {
            await RateLimitHeaders.RefuseAsync(context, _policy, decision);
            return;
        }
        RateLimitHeaders.Show(context, _policy, decision);
        await next(context);
    }

    private static bool IsFree(HttpContext context) =>
        HttpMethods.IsOptions(context.Request.Method)
        || IsFree(context.Request.Path)
        || context.IsRoomSocketHandshake();
}
