using System.Text.Json;
using VideoChat.Application.Common;
using VideoChat.Application.Messages;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>An event that is delivered to partners.</summary>
/// <param name="Id">Its id, the same for every endpoint.</param>
/// <param name="Type">One of <see cref="WebhookEventTypes"/>.</param>
/// <param name="RoomId">The room it happened in; null for a test of an endpoint of all rooms.</param>
/// <param name="Timestamp">When it occurred, UTC.</param>
/// <param name="Data">What the payload says of it.</param>
public sealed record WebhookEvent(Guid Id, string Type, Guid? RoomId, DateTime Timestamp, object Data)
{
    /// <summary>The body as it is signed and sent.</summary>
    public string ToPayload() =>
        JsonSerializer.Serialize(new WebhookPayload(Type, Timestamp, Data), VideoChatJson.Options);

    /// <param name="domainEvent">An event that <see cref="TypeOf"/> has a type for.</param>
    /// <param name="usernameOf">Reads the name of the user of an event that has only the user's id.</param>
    public static WebhookEvent From(IDomainEvent domainEvent, Func<Guid, string> usernameOf)
    {
        var (type, roomId) = TypeOf(domainEvent)!.Value;
        return domainEvent switch
        {
            RoomEvent e => new WebhookEvent(e.Id, type, roomId, e.Timestamp, DataOf(e)),
            RoomCreated e => new WebhookEvent(e.RoomId, type, roomId, e.CreatedAt, new RoomCreatedData(e.RoomId, e.Name)),
            MembershipChanged e => new WebhookEvent(
                Uuid7.Next(), type, roomId, e.Timestamp, new MembershipData(e.RoomId, e.UserId, usernameOf(e.UserId))),
            _ => throw new ArgumentOutOfRangeException(nameof(domainEvent), type, "No webhook for this event."),
        };
    }

    public static WebhookEvent Test(WebhookEndpoint endpoint, DateTime now) =>
        new(Uuid7.Next(), WebhookEventTypes.Test, endpoint.RoomId, now, new WebhookTestData(endpoint.Id));

    /// <summary>The event type and the room; null if partners cannot subscribe to such events.</summary>
    public static (string Type, Guid RoomId)? TypeOf(IDomainEvent domainEvent) => domainEvent switch
    {
        RoomEvent e => (TypeOfEntry(e), e.RoomId),
        RoomCreated e => (WebhookEventTypes.RoomCreated, e.RoomId),
        MemberJoined e => (WebhookEventTypes.UserJoined, e.RoomId),
        MemberLeft e => (WebhookEventTypes.UserLeft, e.RoomId),
        _ => null,
    };

    private static string TypeOfEntry(RoomEvent roomEvent) => roomEvent switch
    {
        Message => WebhookEventTypes.MessagePosted,
        LiveStreamEvent { Milestone: LiveStreamMilestone.Created } => WebhookEventTypes.LiveStreamCreated,
        LiveStreamEvent { Milestone: LiveStreamMilestone.Started } => WebhookEventTypes.LiveStreamStarted,
        LiveStreamEvent { Milestone: LiveStreamMilestone.Rejected } => WebhookEventTypes.LiveStreamRejected,
        LiveStreamEvent { Milestone: LiveStreamMilestone.Ended } => WebhookEventTypes.LiveStreamEnded,
        VideoEvent { Milestone: VideoMilestone.UploadCreated } => WebhookEventTypes.VideoUploadCreated,
        VideoEvent { Milestone: VideoMilestone.Processing } => WebhookEventTypes.VideoProcessing,
        VideoEvent { Milestone: VideoMilestone.Ready } => WebhookEventTypes.VideoReady,
        VideoEvent { Milestone: VideoMilestone.Failed } => WebhookEventTypes.VideoFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(roomEvent), roomEvent.GetType().Name, "No webhook for this event."),
    };

    private static object DataOf(RoomEvent roomEvent) => roomEvent switch
    {
        Message m => MessageDto.From(m),
        LiveStreamEvent e => new LiveStreamData(
            e.RoomId, e.Seq, e.UserId, e.Username, e.StreamId, e.PlaybackId, e.Title, e.PullUrl, e.VideoId, e.Reason),
        VideoEvent e => new VideoData(
            e.RoomId, e.Seq, e.UserId, e.Username, e.VideoId, e.Title, e.PlaybackUrl, e.ThumbnailUrl, VideoFailureText.Of(e.Failure)),
        _ => throw new ArgumentOutOfRangeException(nameof(roomEvent), roomEvent.GetType().Name, "No webhook for this event."),
    };
}
