using System.Globalization;
using VideoChat.Api.ErrorHandling;
using VideoChat.Application.Limits;
using VideoChat.Application.Messages;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.Limits.Requests;

internal static class RateLimitHeaders
{
    private static readonly object Key = new();

    /// <summary>
    /// Adds the headers of a limit to the response. They are written when the response starts, because the error handler clears
    /// earlier headers. If several limits apply, the headers show the last one.
    /// </summary>
    public static void Show(HttpContext context, RateLimitPolicy policy, RateLimitDecision decision)
    {
        var isFirst = !context.Items.ContainsKey(Key);
        context.Items[Key] = (policy, decision);
        if (isFirst)
            context.Response.OnStarting(WriteAsync, context);
    }

    public static Task RefuseAsync(HttpContext context, RateLimitPolicy policy, RateLimitDecision decision)
    {
        Show(context, policy, decision);
        return RefuseAsync(
            context, $"Rate limit exceeded: {policy.Limit} requests per {policy.Window.TotalSeconds:0} seconds.", decision.RetryAfter);
    }

    public static Task RefuseAsync(HttpContext context, string detail, TimeSpan retryAfter)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CountsRefusalsAttribute>() is not null)
            MessageMetrics.Refused(ErrorCodes.RateLimited);
        return Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, detail, retryAfter);
    }

    private static Task WriteAsync(object state)
    {
        var context = (HttpContext)state;
        var (policy, decision) = ((RateLimitPolicy, RateLimitDecision))context.Items[Key]!;
        context.Response.Headers["X-RateLimit-Limit"] = policy.Limit.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Remaining"] = decision.Remaining.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Reset"] =
            Math.Max(1, (long)Math.Ceiling(decision.Reset.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }
}
