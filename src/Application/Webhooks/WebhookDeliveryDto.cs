using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>Something that happened, on its way to an endpoint.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="EventId">What happened: the header <c>webhook-id</c>, the same for every endpoint and every attempt.</param>
/// <param name="Type">What kind of thing.</param>
/// <param name="RoomId">Where it happened; null for a test of an endpoint of all rooms.</param>
/// <param name="State">pending, delivered or failed.</param>
/// <param name="CreatedAt">When it happened, UTC.</param>
/// <param name="NextAttemptAt">When it is tried again, UTC, at the earliest; null unless it is pending.</param>
/// <param name="Attempts">Up to 50 attempts, oldest first.</param>
public sealed record WebhookDeliveryDto(
    Guid Id, Guid WebhookId, Guid EventId, string Type, Guid? RoomId, WebhookDeliveryState State, DateTime CreatedAt,
    DateTime? NextAttemptAt, IReadOnlyList<WebhookAttemptDto> Attempts)
{
    internal static WebhookDeliveryDto From(WebhookDelivery d) => new(
        d.Id, d.EndpointId, d.EventId, d.Type, d.RoomId, d.State, d.CreatedAt,
        d.State == WebhookDeliveryState.Pending ? d.NextAttemptAt : null,
        [.. d.Attempts.Select(a => new WebhookAttemptDto(a.At, a.DurationMs, a.Status, a.Error, a.Response))]);
}

/// <summary>One try.</summary>
/// <param name="At">When it began, UTC.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Status">The status of the answer; null where there was none.</param>
/// <param name="Error">Why there was no answer; null where there was one.</param>
/// <param name="Response">The first 2,048 bytes of the answer's body; null where there was none.</param>
public sealed record WebhookAttemptDto(DateTime At, int DurationMs, int? Status, string? Error, string? Response);
