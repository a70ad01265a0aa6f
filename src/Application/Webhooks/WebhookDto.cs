using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>An endpoint that is told what happens.</summary>
/// <param name="Id">UUID version 7; ids sort by creation.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Description">A note for people, or null.</param>
/// <param name="RoomId">The one room it is told about; null where it is told about all.</param>
/// <param name="Enabled">Whether it is told anything.</param>
/// <param name="DisabledReason">Why it is not; null while it is enabled.</param>
/// <param name="FailingSince">When the first attempt after the last success failed, UTC; null where all is well.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
public sealed record WebhookDto(
    Guid Id, string Url, IReadOnlyList<string> Events, string? Description, Guid? RoomId, bool Enabled, string? DisabledReason,
    DateTime? FailingSince, DateTime CreatedAt)
{
    internal static WebhookDto From(WebhookEndpoint e) => new(
        e.Id, e.Url, e.Events, e.Description, e.RoomId, e.IsEnabled, e.DisabledReason, e.FailingSince, e.CreatedAt);
}

/// <summary>A new endpoint, with the secret that is shown this once.</summary>
/// <param name="Id">UUID version 7; ids sort by creation.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="Description">A note for people, or null.</param>
/// <param name="RoomId">The one room it is told about; null where it is told about all.</param>
/// <param name="Enabled">true.</param>
/// <param name="DisabledReason">null.</param>
/// <param name="FailingSince">null.</param>
/// <param name="CreatedAt">When it was created, UTC.</param>
/// <param name="Secret"><c>whsec_…</c>: what its webhooks are signed with.</param>
public sealed record CreatedWebhookDto(
    Guid Id, string Url, IReadOnlyList<string> Events, string? Description, Guid? RoomId, bool Enabled, string? DisabledReason,
    DateTime? FailingSince, DateTime CreatedAt, string Secret)
{
    internal static CreatedWebhookDto From(WebhookEndpoint e) => new(
        e.Id, e.Url, e.Events, e.Description, e.RoomId, e.IsEnabled, e.DisabledReason, e.FailingSince, e.CreatedAt, e.Secret);
}

/// <summary>A new secret, shown this once.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Secret"><c>whsec_…</c>: what its webhooks are signed with from now on.</param>
/// <param name="PreviousSecretUntil">Until when the old one signs along, UTC.</param>
public sealed record WebhookSecretDto(Guid Id, string Secret, DateTime PreviousSecretUntil);
