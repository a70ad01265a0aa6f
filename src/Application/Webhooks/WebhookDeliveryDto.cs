using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>One event queued for one endpoint.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="WebhookId">The endpoint.</param>
/// <param name="EventId">The event: the header <c>webhook-id</c>, the same for every endpoint and every attempt.</param>
/// <param name="Type">The event type.</param>
/// <param name="RoomId">The event's room; null for a test of an endpoint of all rooms.</param>
/// <param name="State">pending, delivered or failed.</param>
/// <param name="CreatedAt">When the event occurred, UTC.</param>
/// <param name="NextAttemptAt">When the next attempt is due at the earliest, UTC; null unless pending.</param>
/// <param name="Attempts">The last 50 attempts at most, oldest first.</param>
public sealed record WebhookDeliveryDto(
    Guid Id, Guid WebhookId, Guid EventId, string Type, Guid? RoomId, WebhookDeliveryState State, DateTime CreatedAt,
    DateTime? NextAttemptAt, IReadOnlyList<WebhookAttemptDto> Attempts)
{
    /// <summary>Postpones the next attempt to the end of the endpoint's pause.</summary>
    internal WebhookDeliveryDto During(DateTime? pausedUntil) =>
        pausedUntil > NextAttemptAt ? this with { NextAttemptAt = pausedUntil } : this;
}

/// <summary>One delivery attempt.</summary>
/// <param name="At">When it began, UTC.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Status">The HTTP status of the response; null if there was none.</param>
/// <param name="Error">Why there was no response; null if there was one.</param>
/// <param name="Response">The first 2,048 bytes of the response body; null if there was no response.</param>
public sealed record WebhookAttemptDto(DateTime At, int DurationMs, int? Status, string? Error, string? Response);
