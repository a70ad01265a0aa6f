using VideoChat.Domain.Common;
using VideoChat.Domain.Events;

namespace VideoChat.Domain.Webhooks;

/// <summary>A partner's subscription to events.</summary>
public sealed class WebhookEndpoint
{
    public const int MaxDescriptionLength = 500;

    /// <summary>How long the previous secret still signs webhooks after a rotation.</summary>
    public static readonly TimeSpan RotationOverlap = TimeSpan.FromHours(24);

    private WebhookEndpoint(
        Guid id, string url, IReadOnlyList<string> events, string? description, Guid? roomId, string secret, DateTime createdAt)
    {
        Id = id;
        Url = url;
        Events = events;
        Description = description;
        RoomId = roomId;
        Secret = secret;
        CreatedAt = createdAt;
    }

    public Guid Id { get; }
    public string Url { get; private set; }

    /// <summary>The subscribed event types, in the order of <see cref="EventKind.WebhookTypes"/>.</summary>
    public IReadOnlyList<string> Events { get; private set; }

    public string? Description { get; private set; }

    /// <summary>The room whose events the endpoint receives; null for all rooms.</summary>
    public Guid? RoomId { get; }

    public string Secret { get; private set; }
    public string? PreviousSecret { get; private set; }
    public DateTime? PreviousSecretUntil { get; private set; }
    public DateTime CreatedAt { get; }

    /// <summary>
    /// Indicates whether events are delivered. While the endpoint is disabled, its pending deliveries stay pending.
    /// </summary>
    public bool IsEnabled { get; private set; } = true;

    public string? DisabledReason { get; private set; }

    /// <summary>The time of the first failure since the last success; null if there is none.</summary>
    public DateTime? FailingSince { get; private set; }

    /// <summary>The end of a pause after a failed attempt. Null or a past time means that there is no pause.</summary>
    public DateTime? PausedUntil { get; private set; }

    /// <summary>The time of the deletion. The row stays until all its deliveries are removed.</summary>
    public DateTime? DeletedAt { get; private set; }

    public static WebhookEndpoint Create(
        string url, IEnumerable<string> events, string? description, Guid? roomId, DateTime now) =>
        new(Uuid7.Next(), url, Normalize(events), NullIfBlank(description), roomId, WebhookSecret.Create(), now);

    /// <summary>
    /// Changes the given values. Null leaves a value unchanged, and a blank description removes it. A new URL clears the failures
    /// and the pause of the previous one.
    /// </summary>
    public void Change(string? url, IEnumerable<string>? events, string? description)
    {
        if (url is not null && url != Url)
            (Url, FailingSince, PausedUntil) = (url, null, null);
        Events = events is null ? Events : Normalize(events);
        Description = description is null ? Description : NullIfBlank(description);
    }

    public void Enable()
    {
        IsEnabled = true;
        DisabledReason = null;
        FailingSince = null;
        PausedUntil = null;
    }

    public void Disable(string reason)
    {
        if (!IsEnabled)
            return;
        IsEnabled = false;
        DisabledReason = reason;
    }

    /// <summary>Ends a pause, so that a test or a replay is sent without delay.</summary>
    public void Resume() => PausedUntil = null;

    /// <summary>
    /// Replaces the secret. Both secrets sign during <see cref="RotationOverlap"/>, so that the partner has time to switch.
    /// </summary>
    /// <exception cref="DomainException">The overlap of the previous rotation has not ended.</exception>
    public void RotateSecret(string secret, DateTime now)
    {
        if (PreviousSecret is not null && now < PreviousSecretUntil)
            throw new DomainException($"The previous secret still signs until {PreviousSecretUntil:yyyy-MM-dd HH:mm} UTC; the next rotation is possible then.");
        PreviousSecret = Secret;
        PreviousSecretUntil = now + RotationOverlap;
        Secret = secret;
    }

    /// <summary>Returns the secrets that sign webhooks at a given time, newest first.</summary>
    public IReadOnlyList<string> SecretsAt(DateTime now) =>
        PreviousSecret is not null && now < PreviousSecretUntil ? [Secret, PreviousSecret] : [Secret];

    /// <summary>
    /// Records the result of an attempt. A success clears earlier failures. The endpoint is disabled by 410 Gone or by failures
    /// that last too long.
    /// </summary>
    /// <param name="url">The URL of the attempt. An attempt at a previous URL is ignored.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="pause">The pause before further deliveries; null for none.</param>
    /// <param name="failureLimit">How long attempts may fail before the endpoint is disabled.</param>
    public void Attempted(string url, WebhookAttempt attempt, TimeSpan? pause, TimeSpan failureLimit)
    {
        if (url != Url)
            return;
        if (attempt.IsSuccess)
        {
            FailingSince = null;
            PausedUntil = null;
            return;
        }

        FailingSince ??= attempt.At;
        if (attempt.At + pause is { } until && !(until < PausedUntil))
            PausedUntil = until;
        if (attempt.IsGone)
            Disable("The endpoint answered 410 Gone.");
        else if (attempt.At - FailingSince >= failureLimit)
            Disable($"Every attempt since {FailingSince:yyyy-MM-dd HH:mm} UTC has failed; the last one: {attempt.Outcome}.");
    }

    public void Delete(DateTime now)
    {
        Disable("The endpoint was deleted.");
        DeletedAt = now;
        Secret = "";
        PreviousSecret = null;
    }

    private static IReadOnlyList<string> Normalize(IEnumerable<string> events)
    {
        var chosen = events.ToHashSet();
        if (chosen.Count == 0 || !chosen.IsSubsetOf(EventKind.WebhookTypes))
            throw new ArgumentException("Not a valid set of event types.", nameof(events));
        return [.. EventKind.WebhookTypes.Where(chosen.Contains)];
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
