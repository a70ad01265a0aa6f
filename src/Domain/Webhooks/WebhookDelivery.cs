using VideoChat.Domain.Common;

namespace VideoChat.Domain.Webhooks;

public enum WebhookDeliveryState
{
    /// <summary>The delivery is waiting for its next attempt.</summary>
    Pending,

    /// <summary>The endpoint has accepted the delivery.</summary>
    Delivered,

    /// <summary>All scheduled attempts have failed, or the endpoint answered 410 Gone.</summary>
    Failed,
}

/// <summary>One event queued for one endpoint.</summary>
public sealed class WebhookDelivery
{
    /// <summary>How long a delivery is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>How many attempts are kept, the newest ones. Replays can add any number.</summary>
    public const int MaxAttempts = 50;

    private WebhookDelivery(
        Guid id, Guid endpointId, Guid eventId, string type, Guid? roomId, string payload, DateTime createdAt, string? traceParent)
    {
        Id = id;
        EndpointId = endpointId;
        EventId = eventId;
        Type = type;
        RoomId = roomId;
        Payload = payload;
        CreatedAt = createdAt;
        NextAttemptAt = createdAt;
        TraceParent = traceParent;
    }

    /// <summary>Its position among all deliveries. Within a room it follows the order of events.</summary>
    public long Number { get; private set; }

    public Guid Id { get; }
    public Guid EndpointId { get; }

    /// <summary>The id of the event, the same for every endpoint and attempt: the header <c>webhook-id</c>.</summary>
    public Guid EventId { get; }

    public string Type { get; }
    public Guid? RoomId { get; }

    /// <summary>The body, exactly as it is signed and sent.</summary>
    public string Payload { get; }

    public DateTime CreatedAt { get; }

    /// <summary>The trace context of the event, as W3C's <c>traceparent</c>; null if it was not traced.</summary>
    public string? TraceParent { get; }

    public WebhookDeliveryState State { get; private set; }

    /// <summary>The number of attempts since the delivery was created or replayed.</summary>
    public int Tries { get; private set; }

    /// <summary>The number of replays. It distinguishes an attempt that began before a replay from one that began after it.</summary>
    public int Replays { get; private set; }

    /// <summary>When the next attempt is due; meaningful only while the delivery is pending.</summary>
    public DateTime NextAttemptAt { get; private set; }

    public IReadOnlyList<WebhookAttempt> Attempts { get; private set; } = [];

    public static WebhookDelivery Create(
        Guid endpointId, Guid eventId, string type, Guid? roomId, string payload, DateTime now, string? traceParent = null) =>
        new(Uuid7.Next(), endpointId, eventId, type, roomId, payload, now, traceParent);

    /// <summary>Records an attempt.</summary>
    /// <param name="attempt">The attempt and its result.</param>
    /// <param name="wait">The delay until the next attempt; null if this was the last.</param>
    public void Attempted(WebhookAttempt attempt, TimeSpan? wait)
    {
        Tries++;
        Attempts = [.. Attempts.TakeLast(MaxAttempts - 1), attempt];
        if (attempt.IsSuccess)
            State = WebhookDeliveryState.Delivered;
        else if (wait is null || attempt.IsGone)
            State = WebhookDeliveryState.Failed;
        else
            NextAttemptAt = attempt.At + wait.Value;
    }

    /// <summary>Schedules the delivery again, now and with all attempts, in any state.</summary>
    public void Replay(DateTime now)
    {
        State = WebhookDeliveryState.Pending;
        Tries = 0;
        Replays++;
        NextAttemptAt = now;
    }
}
