namespace VideoChat.Application.Webhooks;

/// <summary>A webhook endpoint.</summary>
/// <param name="Id">UUID version 7; ids sort by creation.</param>
/// <param name="Url">The URL that receives events.</param>
/// <param name="Events">The subscribed event types.</param>
/// <param name="Description">A note, or null.</param>
/// <param name="RoomId">The one room whose events are delivered; null: all rooms.</param>
/// <param name="Enabled">Whether events are delivered.</param>
/// <param name="DisabledReason">Why it is disabled; null while it is enabled.</param>
/// <param name="FailingSince">When the first attempt after the last success failed, UTC; null if the last attempt succeeded.</param>
/// <param name="PausedUntil">Until when deliveries are paused, UTC: the endpoint asked for it or is overloaded. Null, or past, if they are not.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
public sealed record WebhookDto(
    Guid Id, string Url, IReadOnlyList<string> Events, string? Description, Guid? RoomId, bool Enabled, string? DisabledReason,
    DateTime? FailingSince, DateTime? PausedUntil, DateTime CreatedAt);

/// <summary>A new webhook endpoint, with the secret that is shown only in this response.</summary>
/// <param name="Id">UUID version 7; ids sort by creation.</param>
/// <param name="Url">The URL that receives events.</param>
/// <param name="Events">The subscribed event types.</param>
/// <param name="Description">A note, or null.</param>
/// <param name="RoomId">The one room whose events are delivered; null: all rooms.</param>
/// <param name="Enabled">true.</param>
/// <param name="DisabledReason">null.</param>
/// <param name="FailingSince">null.</param>
/// <param name="PausedUntil">null.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
/// <param name="Secret"><c>whsec_…</c>: what its webhooks are signed with.</param>
public sealed record CreatedWebhookDto(
    Guid Id, string Url, IReadOnlyList<string> Events, string? Description, Guid? RoomId, bool Enabled, string? DisabledReason,
    DateTime? FailingSince, DateTime? PausedUntil, DateTime CreatedAt, string Secret);

/// <summary>A new secret, shown only in this response.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Secret"><c>whsec_…</c>: what its webhooks are signed with from now on.</param>
/// <param name="PreviousSecretUntil">When the previous secret stops signing, UTC.</param>
public sealed record WebhookSecretDto(Guid Id, string Secret, DateTime PreviousSecretUntil);
