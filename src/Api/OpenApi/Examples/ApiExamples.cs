using VideoChat.Api.Controllers;
using VideoChat.Application.Common;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Messages;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.GetPresence;
using VideoChat.Application.Service;
using VideoChat.Application.Snapshots;
using VideoChat.Application.Users;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.CreateVideoUpload;
using VideoChat.Application.Videos.ReceiveVideoWebhook;
using VideoChat.Application.Videos.UploadVideo;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Videos;
using static VideoChat.Application.Events.ExampleIds;

namespace VideoChat.Api.OpenApi.Examples;

/// <summary>One example for each type of body. A test fails if an example is missing.</summary>
internal static class ApiExamples
{
    private const string Server = "https://chat.example.com";

    private static readonly Dictionary<Type, object> ByType = new object[]
    {
        new CreateUserRequest("ada"),
        new UserDto(AdaId, "ada", Noon),
        new CreateRoomRequest("lobby"),
        new RoomDto(RoomId, "lobby", Noon, [AdaId, BobId], 2, $"1:{MessageId}"),
        new MembershipRequest(AdaId),
        new MessageResult("User ada joined room lobby"),
        new PresenceDto(2, [new PresentUser(AdaId, "ada", 1), new PresentUser(BobId, "bob", 2)]),
        new SnapshotDto(
            $"7:{EventId(7)}", new RoomDto(RoomId, "lobby", Noon, [AdaId, BobId], 2, $"7:{EventId(7)}"),
            [new MessageDto(MessageId, AdaId, "ada", RoomId, "hello bob", Noon, 1, "5f1c")], HasOlder: false,
            [.. EventExamples.All.OfType<LiveStreamStartedFrame>()],
            [new UserNameDto(AdaId, "ada"), new UserNameDto(BobId, "bob")],
            new PresenceDto(1, [new PresentUser(BobId, "bob", 2)]),
            [
                new VideoDto(
                    VideoId, "A walk in the park", "Taken on Sunday", RoomId, AdaId, "ada", VideoStatus.Processing, Noon, null, null, null,
                    40, null, 1),
            ],
            [
                new LiveStreamViewDto(
                    StreamId, "pb-7c2f4f3d8b15", LiveStreamStatus.Live, RoomId, AdaId, "ada", "Friday demo", Noon,
                    $"{Server}/media/live/{StreamId}/index.m3u8"),
            ]),
        new PostMessageRequest(AdaId, "hello bob", "5f1c"),
        new MessageDto(MessageId, AdaId, "ada", RoomId, "hello bob", Noon, 1, "5f1c"),
        new CreateVideoUploadRequest("A walk in the park", "Taken on Sunday", AdaId),
        new VideoUploadDto(VideoId, $"{Server}/upload-proxy/{VideoId}", VideoStatus.Pending, "A walk in the park", null),
        new UploadedVideoDto("uploaded", VideoId),
        new VideoDto(
            VideoId, "A walk in the park", "Taken on Sunday", RoomId, AdaId, "ada", VideoStatus.Ready, Noon,
            $"{Server}/media/{VideoId}/playlist.m3u8", $"{Server}/media/{VideoId}/thumbnail.jpg", 12.5, 100, null, null),
        new CreateLiveStreamRequest("Friday demo", AdaId),
        new LiveStreamDto(
            StreamId, "b3a1f0c29d7e4f56", "pb-7c2f4f3d8b15", LiveStreamStatus.Ready, RoomId, AdaId, "ada", "Friday demo", Noon,
            "rtmp://chat.example.com:19350/live", "rtmp://chat.example.com:19350/live/b3a1f0c29d7e4f56",
            $"{Server}/media/live/{StreamId}/index.m3u8", null, null),
        new BunnyVideoWebhook(759, VideoId, 3),
        new BunnyVideoEvent("VideoFileEncoded", VideoId),
        new WebhookReceipt("received"),
        new ServiceDto("Video Chat API is running!", Product.Version, "/docs", "/health", "/chat", "disabled",
            new ServiceFeaturesDto(Videos: true, LiveStreams: true, Tus: false),
            new ServiceLimitsDto(5_000, 524_288_000, 32_768, 1_000, 50, 100, 10, 100, 60)),
        new HealthDto(
            "healthy", Noon, Product.Version, "production",
            new HealthServicesDto("running", "running", "disabled", "up", "in_process", "local", "folder"), new HealthStatsDto(3, 12, 4_096, 7),
            Reason: null, new HealthStorageDto(42_949_672_960, 67_108_864, 524_288_000)),
        new ProbeDto("ready"),
    }.Concat(WebhookExamples.All).ToDictionary(example => example.GetType());

    private static readonly Dictionary<Type, object> OfUnavailable = new object[]
    {
        new HealthDto(
            "unhealthy", Noon, Product.Version, "production",
            new HealthServicesDto("running", "running", "disabled", "down", "in_process", "local", "folder"), new HealthStatsDto(null, null, null, 7),
            "The database does not respond.", new HealthStorageDto(42_949_672_960, 67_108_864, 0)),
        new ProbeDto("draining"),
    }.ToDictionary(example => example.GetType());

    /// <summary>Returns the example of a type, or of a list of it; null if there is none.</summary>
    public static object? Of(Type type, int status)
    {
        if (type == typeof(IReadOnlyList<RoomEventFrame>))
            return EventExamples.All;
        if (type is { IsGenericType: true } && Of(type.GenericTypeArguments[0], status) is { } item)
            return ListOf(type.GenericTypeArguments[0], item);
        return (status == StatusCodes.Status503ServiceUnavailable ? OfUnavailable : ByType).GetValueOrDefault(type);
    }

    private static Array ListOf(Type type, object item)
    {
        var list = Array.CreateInstance(type, 1);
        list.SetValue(item, 0);
        return list;
    }
}
