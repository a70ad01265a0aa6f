using System.Text.Json;
using VideoChat.Application.Serialization;
using VideoChat.Domain.Common;
using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>An event that is delivered to partners.</summary>
/// <param name="Id">The id of the event, the same for every endpoint.</param>
/// <param name="Type">One of <see cref="EventKind.WebhookTypes"/>, or <see cref="TestType"/>.</param>
/// <param name="RoomId">The room of the event; null for a test of an endpoint that receives events of all rooms.</param>
/// <param name="Timestamp">The time of the event in UTC.</param>
/// <param name="Data">The <c>data</c> of the payload.</param>
public sealed record WebhookEvent(Guid Id, string Type, Guid? RoomId, DateTime Timestamp, object Data)
{
    /// <summary>The type of a test event. It is sent on request, and endpoints cannot subscribe to it.</summary>
    public const string TestType = "webhook.test";

    /// <summary>Returns the request body that is signed and sent.</summary>
    public string ToPayload() =>
        JsonSerializer.Serialize(new WebhookPayload(Type, Timestamp, Data), VideoChatJson.Options);

    /// <summary>Creates the webhook event of a domain event.</summary>
    /// <param name="publicEvent">The domain event.</param>
    /// <param name="usernameOf">Returns the name of a user, for events that contain only the user's id.</param>
    public static WebhookEvent From(IPublicEvent publicEvent, Func<Guid, string> usernameOf)
    {
        var (type, roomId) = (publicEvent.EventKind.WebhookType, publicEvent.RoomId);
        return publicEvent switch
        {
            RoomEvent e => new WebhookEvent(e.Id, type, roomId, e.Timestamp, EventFormats.Of(e.EventKind).ToWebhookData(e)),
            RoomCreated e => new WebhookEvent(e.RoomId, type, roomId, e.CreatedAt, new RoomCreatedData(e.RoomId, e.Name)),
            MembershipChanged e => new WebhookEvent(
                Uuid7.Next(), type, roomId, e.Timestamp, new MembershipData(e.RoomId, e.UserId, usernameOf(e.UserId))),
            _ => throw new ArgumentOutOfRangeException(nameof(publicEvent), type, "This kind of event has no webhook."),
        };
    }

    public static WebhookEvent Test(WebhookEndpoint endpoint, DateTime now) =>
        new(Uuid7.Next(), TestType, endpoint.RoomId, now, new WebhookTestData(endpoint.Id));
}
