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

    public static WebhookEvent From(RoomEvent roomEvent) =>
        new(roomEvent.Id, TypeOf(roomEvent), roomEvent.RoomId, roomEvent.Timestamp, DataOf(roomEvent));

    public static WebhookEvent Created(Room room) => new(
        room.Id, WebhookEventTypes.RoomCreated, room.Id, room.CreatedAt, new RoomCreatedData(room.Id, room.Name));

    /// <summary>A user has joined or left: <paramref name="type"/> says which.</summary>
    public static WebhookEvent Membership(string type, Guid roomId, Guid userId, string username, DateTime now) =>
        new(Uuid7.Next(), type, roomId, now, new MembershipData(roomId, userId, username));

    public static WebhookEvent Test(WebhookEndpoint endpoint, DateTime now) =>
        new(Uuid7.Next(), WebhookEventTypes.Test, endpoint.RoomId, now, new WebhookTestData(endpoint.Id));

    /// <summary>The event type, without the cost of building the event.</summary>
    public static string TypeOf(RoomEvent roomEvent) => roomEvent switch
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
