using System.Diagnostics.Metrics;
using VideoChat.Application.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks;

internal static class WebhookMetrics
{
    private static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram(
        "videochat.webhook.attempt.duration", "s", "Duration of attempts to deliver a webhook.", tags: null, Telemetry.Seconds);

    public static void Attempted(WebhookAttempt attempt) => Duration.Record(
        attempt.DurationMs / 1_000.0, new KeyValuePair<string, object?>(Telemetry.ResultTag, ResultOf(attempt)));

    private static string ResultOf(WebhookAttempt attempt) => attempt switch
    {
        { IsSuccess: true } => "delivered",
        { Status: null } => "unanswered",
        _ => "refused",
    };
}
