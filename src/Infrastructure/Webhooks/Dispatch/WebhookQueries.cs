using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

internal static class WebhookQueries
{
    public static IQueryable<WebhookEndpoint> WhereReady(this IQueryable<WebhookEndpoint> endpoints, DateTime now) =>
        endpoints.Where(e => e.IsEnabled && (e.PausedUntil == null || e.PausedUntil <= now));
}
