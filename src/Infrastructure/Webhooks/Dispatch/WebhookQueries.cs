using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

internal static class WebhookQueries
{
    /// <summary>Returns the endpoints that are enabled and not paused.</summary>
    public static IQueryable<WebhookEndpoint> WhereReady(this IQueryable<WebhookEndpoint> endpoints, DateTime now) =>
        endpoints.Where(e => e.IsEnabled && (e.RestsUntil == null || e.RestsUntil <= now));
}
