using VideoChat.Domain.Common;

namespace VideoChat.Domain.Webhooks;

/// <summary>A partner's subscription to events: where they go, which ones, and how deliveries are faring.</summary>
public sealed class WebhookEndpoint
{
    public const int MaxDescriptionLength = 500;

    /// <summary>How long a secret that was replaced still signs.</summary>
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

    /// <summary>Some of <see cref="WebhookEventTypes.All"/>.</summary>
    public IReadOnlyList<string> Events { get; private set; }

    public string? Description { get; private set; }

    /// <summary>The one room whose events it receives; null: all rooms.</summary>
    public Guid? RoomId { get; }

    public string Secret { get; private set; }
    public string? PreviousSecret { get; private set; }
    public DateTime? PreviousSecretUntil { get; private set; }
    public DateTime CreatedAt { get; }

    /// <summary>Whether events are delivered. What is pending when it is disabled stays pending.</summary>
    public bool IsEnabled { get; private set; } = true;

    /// <summary>Why it was disabled, a sentence; null while it is enabled.</summary>
    public string? DisabledReason { get; private set; }

    /// <summary>When the first attempt after the last success failed; null where the last one succeeded.</summary>
    public DateTime? FailingSince { get; private set; }

    /// <summary>Until when deliveries are paused: it asked for that, or is overloaded.</summary>
    public DateTime? RestsUntil { get; private set; }

    /// <summary>When it was deleted; it stays until its deliveries are gone.</summary>
    public DateTime? DeletedAt { get; private set; }

    public static WebhookEndpoint Create(
        string url, IEnumerable<string> events, string? description, Guid? roomId, DateTime now) =>
        new(Uuid7.Next(), url, Known(events), NullIfBlank(description), roomId, WebhookSecret.Create(), now);

    /// <summary>
    /// Changes what is given; null leaves a value as it is, and a blank description removes it. What another URL did says nothing
    /// of a new one.
    /// </summary>
    public void Change(string? url, IEnumerable<string>? events, string? description)
    {
        if (url is not null && url != Url)
            (Url, FailingSince, RestsUntil) = (url, null, null);
        Events = events is null ? Events : Known(events);
        Description = description is null ? Description : NullIfBlank(description);
    }

    /// <summary>Resumes deliveries, with a clean record.</summary>
    public void Enable()
    {
        IsEnabled = true;
        DisabledReason = null;
        FailingSince = null;
        RestsUntil = null;
    }

    public void Disable(string reason)
    {
        if (!IsEnabled)
            return;
        IsEnabled = false;
        DisabledReason = reason;
    }

    /// <summary>Ends a pause, because somebody wants to see what the endpoint says now.</summary>
    public void Resume() => RestsUntil = null;

    /// <summary>Replaces the secret; the previous one signs as well for a while, so that nothing is missed in between.</summary>
    /// <exception cref="DomainException">A previous one still signs, as its owner was promised.</exception>
    public void RotateSecret(string secret, DateTime now)
    {
        if (PreviousSecret is not null && now < PreviousSecretUntil)
            throw new DomainException($"The previous secret still signs until {PreviousSecretUntil:yyyy-MM-dd HH:mm} UTC; the next rotation is possible then.");
        PreviousSecret = Secret;
        PreviousSecretUntil = now + RotationOverlap;
        Secret = secret;
    }

    /// <summary>The secrets that sign at a time, the newest first.</summary>
    public IReadOnlyList<string> SecretsAt(DateTime now) =>
        PreviousSecret is not null && now < PreviousSecretUntil ? [Secret, PreviousSecret] : [Secret];

    /// <summary>Learns from an attempt: a success clears the record, 410 or failing for too long disables it.</summary>
    /// <param name="url">Where it was made. One at a URL that was replaced meanwhile says nothing of the new one.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="rest">For how long it is to be left alone; null where it need not.</param>
    /// <param name="patience">How long it may fail.</param>
    public void Attempted(string url, WebhookAttempt attempt, TimeSpan? rest, TimeSpan patience)
    {
        if (url != Url)
            return;
        if (attempt.IsSuccess)
        {
            FailingSince = null;
            RestsUntil = null;
            return;
        }

        FailingSince ??= attempt.At;
        if (attempt.At + rest is { } until && !(until < RestsUntil))
            RestsUntil = until;
        if (attempt.IsGone)
            Disable("The endpoint answered 410 Gone.");
        else if (attempt.At - FailingSince >= patience)
            Disable($"Every attempt since {FailingSince:yyyy-MM-dd HH:mm} UTC has failed; the last one: {attempt.Outcome}.");
    }

    /// <summary>Takes it out of use for good; nothing can be signed with its secrets any more.</summary>
    public void Delete(DateTime now)
    {
        Disable("The endpoint was deleted.");
        DeletedAt = now;
        Secret = "";
        PreviousSecret = null;
    }

    private static IReadOnlyList<string> Known(IEnumerable<string> events)
    {
        var chosen = events.ToHashSet();
        if (chosen.Count == 0 || !chosen.IsSubsetOf(WebhookEventTypes.All))
            throw new ArgumentException("Not a valid choice of events.", nameof(events));
        return [.. WebhookEventTypes.All.Where(chosen.Contains)];
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
