using VideoChat.Domain.Common;

namespace VideoChat.Domain.Webhooks;

public enum WebhookDeliveryState
{
    Pending,

    /// <summary>The endpoint responded to an attempt with a 2xx status.</summary>
    Delivered,

    /// <summary>All scheduled attempts failed, or the endpoint responded with 410 Gone.</summary>
    Failed,
}

/// <summary>The delivery of one event to one endpoint.</summary>
public sealed class WebhookDelivery
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>The number of attempts that are kept. Replays can add any number, so the oldest are dropped.</summary>
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

    /// <summary>The delivery's position among all deliveries. Within a room it follows the order of events.</summary>
    public long Number { get; private set; }

    public Guid Id { get; }
    public Guid EndpointId { get; }

    /// <summary>The id of the event, sent in the header <c>webhook-id</c>. All endpoints and attempts receive the same id.</summary>
    public Guid EventId { get; }

    public string Type { get; }
    public Guid? RoomId { get; }

    /// <summary>The request body, exactly as it is signed and sent.</summary>
    public string Payload { get; }

    public DateTime CreatedAt { get; }

    /// <summary>The W3C <c>traceparent</c> of the event; null if the event was not traced.</summary>
    public string? TraceParent { get; }

    public WebhookDeliveryState State { get; private set; }

    /// <summary>The number of attempts since the delivery was created or replayed.</summary>
    public int Tries { get; private set; }

    /// <summary>
    /// The number of replays. An attempt that began before a replay is recognized by its lower number of replays.
    /// </summary>
    public int Replays { get; private set; }

    /// <summary>The time at which the next attempt is due. The value is meaningful only while the delivery is pending.</summary>
    public DateTime NextAttemptAt { get; private set; }

    public IReadOnlyList<WebhookAttempt> Attempts { get; private set; } = [];

    public static WebhookDelivery Create(
        Guid endpointId, Guid eventId, string type, Guid? roomId, string payload, DateTime now, string? traceParent = null) =>
        new(Uuid7.Next(), endpointId, eventId, type, roomId, payload, now, traceParent);

    /// <summary>Records an attempt.</summary>
    /// <param name="attempt">The attempt and its result.</param>
    /// <param name="wait">The delay until the next attempt; null if no attempt is left.</param>
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

    /// <summary>Schedules the delivery again with a full set of attempts, in any state.</summary>
    public void Replay(DateTime now)
    {
        State = WebhookDeliveryState.Pending;
        Tries = 0;
        Replays++;
        NextAttemptAt = now;
    }
}
