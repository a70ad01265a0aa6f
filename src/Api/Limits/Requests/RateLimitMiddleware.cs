using Microsoft.Extensions.Options;
using VideoChat.Api.Http;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Requests;

/// <summary>
/// Limits the requests of each address, both within a window and concurrently. <see cref="IRateLimiter"/>, which
/// <c>Infrastructure/Limits</c> implements, counts the requests within the window.
/// </summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, IRateLimiter limiter, IOptions<RateLimitingOptions> options)
{
    /// <summary>The paths that are not limited: those of operators, pages, documents and the video provider's webhook.</summary>
    private static readonly string[] ExemptPaths =
    [
        Paths.Health, Paths.Docs, Paths.OpenApi, Paths.OpenApi30, Paths.AsyncApi, Paths.Metrics, Paths.WebClient, Paths.Media, Paths.BunnyWebhook,
    ];

    /// <summary>
    /// The concurrent requests per address. They are limited because each response stays in memory until the client has read it.
    /// </summary>
    private readonly AddressCounter _inProgress = new();

    private readonly RateLimitPolicy _policy = options.Value.RequestPolicy;

    public Task InvokeAsync(HttpContext context) =>
        !options.Value.Enabled || IsExempt(context) ? next(context) : LimitAsync(context);

    public static bool IsExempt(HttpContext context) =>
        HttpMethods.IsOptions(context.Request.Method)
        || IsExempt(context.Request.Path)
        || context.IsRoomSocketHandshake();

    public static bool IsExempt(PathString path) => !path.HasValue || path == "/" || path.IsUnder(ExemptPaths);

    private async Task LimitAsync(HttpContext context)
    {
        var address = context.ClientAddress();
        var decision = await limiter.TakeAsync(_policy, address);
        if (!decision.IsAllowed)
        {
            await RateLimitHeaders.RefuseAsync(context, _policy, decision);
            return;
        }
        RateLimitHeaders.Show(context, _policy, decision);
        if (!_inProgress.TryAcquire(address, options.Value.ConcurrentRequestsPerAddress))
        {
            await RateLimitHeaders.RefuseAsync(
                context, $"Rate limit exceeded: {options.Value.ConcurrentRequestsPerAddress} requests at once.", TimeSpan.FromSeconds(1));
            return;
        }
        try
        {
            await next(context);
        }
        finally
        {
            _inProgress.Release(address);
        }
    }
}
