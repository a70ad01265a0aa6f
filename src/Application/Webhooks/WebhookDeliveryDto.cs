using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>The delivery of one event to one endpoint.</summary>
/// <param name="Id">The id of the delivery.</param>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="EventId">
/// The id of the event, sent in the header <c>webhook-id</c>. All endpoints and attempts receive the same id.
/// </param>
/// <param name="Type">The event type.</param>
/// <param name="RoomId">The room of the event; null for a test of an endpoint that receives events of all rooms.</param>
/// <param name="State">The state: pending, delivered or failed.</param>
/// <param name="CreatedAt">The time of the event in UTC.</param>
/// <param name="NextAttemptAt">The earliest time of the next attempt in UTC; null unless the delivery is pending.</param>
/// <param name="Attempts">The last 50 attempts at most, oldest first.</param>
public sealed record WebhookDeliveryDto(
    Guid Id, Guid WebhookId, Guid EventId, string Type, Guid? RoomId, WebhookDeliveryState State, DateTime CreatedAt,
    DateTime? NextAttemptAt, IReadOnlyList<WebhookAttemptDto> Attempts)
{
    /// <summary>Postpones the next attempt to the end of the endpoint's pause.</summary>
    internal WebhookDeliveryDto NotBefore(DateTime? pausedUntil) =>
        pausedUntil > NextAttemptAt ? this with { NextAttemptAt = pausedUntil } : this;
}

/// <summary>One delivery attempt.</summary>
/// <param name="At">The start of the attempt in UTC.</param>
/// <param name="DurationMs">The duration in milliseconds.</param>
/// <param name="Status">The HTTP status of the response; null if there was none.</param>
/// <param name="Error">Why there was no response; null if there was one.</param>
/// <param name="Response">The first 2,048 bytes of the response body; null if there was no response.</param>
public sealed record WebhookAttemptDto(DateTime At, int DurationMs, int? Status, string? Error, string? Response);
