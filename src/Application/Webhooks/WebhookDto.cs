namespace VideoChat.Application.Webhooks;

/// <summary>A webhook endpoint.</summary>
/// <param name="Id">A UUID of version 7. Ids sort by creation time.</param>
/// <param name="Url">The URL that receives events.</param>
/// <param name="Events">The subscribed event types.</param>
/// <param name="Description">A note; null if there is none.</param>
/// <param name="RoomId">The room whose events are delivered; null for all rooms.</param>
/// <param name="Enabled">Whether events are delivered.</param>
/// <param name="DisabledReason">Why the endpoint is disabled; otherwise null.</param>
/// <param name="FailingSince">
/// The time of the first failure since the last success, in UTC; null if the last attempt succeeded.
/// </param>
/// <param name="PausedUntil">
/// The end of a pause in UTC. The endpoint requested the pause or is overloaded. Null or a past time means that there is no
/// pause.
/// </param>
/// <param name="CreatedAt">The creation time in UTC.</param>
public sealed record WebhookDto(
    Guid Id, string Url, IReadOnlyList<string> Events, string? Description, Guid? RoomId, bool Enabled, string? DisabledReason,
    DateTime? FailingSince, DateTime? PausedUntil, DateTime CreatedAt);

/// <summary>A new webhook endpoint. Only this response contains its secret.</summary>
/// <param name="Id">A UUID of version 7. Ids sort by creation time.</param>
/// <param name="Url">The URL that receives events.</param>
/// <param name="Events">The subscribed event types.</param>
/// <param name="Description">A note; null if there is none.</param>
/// <param name="RoomId">The room whose events are delivered; null for all rooms.</param>
/// <param name="Enabled">Always true.</param>
/// <param name="DisabledReason">Always null.</param>
/// <param name="FailingSince">Always null.</param>
/// <param name="PausedUntil">Always null.</param>
/// <param name="CreatedAt">The creation time in UTC.</param>
/// <param name="Secret">The key that signs the endpoint's webhooks, in the form <c>whsec_…</c>.</param>
public sealed record CreatedWebhookDto(
    Guid Id, string Url, IReadOnlyList<string> Events, string? Description, Guid? RoomId, bool Enabled, string? DisabledReason,
    DateTime? FailingSince, DateTime? PausedUntil, DateTime CreatedAt, string Secret);

/// <summary>A new secret. Only this response contains it.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Secret">The key that signs the endpoint's webhooks, in the form <c>whsec_…</c>.</param>
/// <param name="PreviousSecretUntil">The time until which the previous secret also signs webhooks, in UTC.</param>
public sealed record WebhookSecretDto(Guid Id, string Secret, DateTime PreviousSecretUntil);
