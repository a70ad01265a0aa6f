using VideoChat.Domain.Common;

namespace VideoChat.Domain.Webhooks;

public enum WebhookDeliveryState
{
    /// <summary>It waits for its first try or for another one.</summary>
    Pending,

    /// <summary>The endpoint has it.</summary>
    Delivered,

    /// <summary>It was tried as often as the schedule says, or the endpoint is gone.</summary>
    Failed,
}

/// <summary>One event queued for one endpoint.</summary>
public sealed class WebhookDelivery
{
    /// <summary>How long a delivery is kept, whatever became of it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>How many attempts are remembered, the newest; replays could make any number.</summary>
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

    /// <summary>Its place among all deliveries: those of one room stand in the order in which things happened.</summary>
    public long Number { get; private set; }

    public Guid Id { get; }
    public Guid EndpointId { get; }

    /// <summary>Names what happened, the same for every endpoint and every try: the header <c>webhook-id</c>.</summary>
    public Guid EventId { get; }

    public string Type { get; }
    public Guid? RoomId { get; }

    /// <summary>The body, as it is signed and sent.</summary>
    public string Payload { get; }

    public DateTime CreatedAt { get; }

    /// <summary>The span in which it happened, as W3C's <c>traceparent</c>; null where none was made.</summary>
    public string? TraceParent { get; }

    public WebhookDeliveryState State { get; private set; }

    /// <summary>How often it was tried since it was created or replayed.</summary>
    public int Tries { get; private set; }

    /// <summary>How often it was replayed: tells a try that was begun before a replay from one after it.</summary>
    public int Replays { get; private set; }

    /// <summary>When it is to be tried; means nothing unless it is pending.</summary>
    public DateTime NextAttemptAt { get; private set; }

    public IReadOnlyList<WebhookAttempt> Attempts { get; private set; } = [];

    public static WebhookDelivery Create(
        Guid endpointId, Guid eventId, string type, Guid? roomId, string payload, DateTime now, string? traceParent = null) =>
        new(Uuid7.Next(), endpointId, eventId, type, roomId, payload, now, traceParent);

    /// <summary>Notes a try.</summary>
    /// <param name="attempt">What came of it.</param>
    /// <param name="wait">How long to wait before another one; null where this was the last.</param>
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

    /// <summary>Sends it again, now and by the whole schedule, whatever became of it before.</summary>
    public void Replay(DateTime now)
    {
        State = WebhookDeliveryState.Pending;
        Tries = 0;
        Replays++;
        NextAttemptAt = now;
    }
}
