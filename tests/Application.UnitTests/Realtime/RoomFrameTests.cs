using System.Text.Json;
using System.Text.Json.Nodes;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Messages;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Videos;
using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Realtime;

public sealed class RoomFrameTests
{
    private static readonly Guid Id = new("0190a000-0000-7000-8000-000000000001");
    private static readonly Guid RoomId = new("0190a000-0000-7000-8000-000000000002");
    private static readonly Guid UserId = new("0190a000-0000-7000-8000-00000000000a");

    [Test]
    public void Write_WhenItIsAMessage_HasTheMessagesMembers()
    {
        var frame = new MessageFrame(Id, RoomId, 7, UserId, "ada", "<hello>", "c-1", Some.Time);

        AssertJson(frame, """
            {
              "type": "message", "id": "0190a000-0000-7000-8000-000000000001",
              "room_id": "0190a000-0000-7000-8000-000000000002", "seq": 7,
              "user_id": "0190a000-0000-7000-8000-00000000000a", "username": "ada", "content": "<hello>",
              "client_id": "c-1", "timestamp": "2026-01-02T03:04:05.678901Z"
            }
            """);
    }

    [Test]
    public void Write_WhenAMessageHasNoClientId_WritesNull()
    {
        var frame = new MessageFrame(Id, RoomId, 7, UserId, "ada", "hello", null, Some.Time);

        AssertJson(frame, """
            {
              "type": "message", "id": "0190a000-0000-7000-8000-000000000001",
              "room_id": "0190a000-0000-7000-8000-000000000002", "seq": 7,
              "user_id": "0190a000-0000-7000-8000-00000000000a", "username": "ada", "content": "hello",
              "client_id": null, "timestamp": "2026-01-02T03:04:05.678901Z"
            }
            """);
    }

    [Test]
    public void Write_WhenAMessageIsWrittenAsARoomEvent_HasTheSameMembers()
    {
        var frame = new MessageFrame(Id, RoomId, 7, UserId, "ada", "hello", null, Some.Time);

        var asEvent = JsonSerializer.Serialize<RoomEventFrame>(frame, VideoChatJson.Options);

        Assert.That(asEvent, Is.EqualTo(JsonSerializer.Serialize<RoomFrame>(frame, VideoChatJson.Options)));
    }

    [Test]
    public void Write_WhenAUserJoined_SaysSo()
    {
        AssertJson(new UserJoinedFrame(UserId, "ada", Some.Time), """
            {
              "type": "user_joined", "user_id": "0190a000-0000-7000-8000-00000000000a", "username": "ada",
              "message": "ada joined the chat", "timestamp": "2026-01-02T03:04:05.678901Z", "position": null
            }
            """);
    }

    [Test]
    public void Write_WhenTheSocketItselfJoined_HasThePositionOfTheRoom()
    {
        AssertJson(new UserJoinedFrame(UserId, "ada", Some.Time, new LogPosition(7, UserId).ToString()), """
            {
              "type": "user_joined", "user_id": "0190a000-0000-7000-8000-00000000000a", "username": "ada",
              "message": "ada joined the chat", "timestamp": "2026-01-02T03:04:05.678901Z",
              "position": "7:0190a000-0000-7000-8000-00000000000a"
            }
            """);
    }

    [Test]
    public void Write_WhenAUserLeft_SaysSo()
    {
        AssertJson(new UserLeftFrame(UserId, "ada", Some.Time), """
            {
              "type": "user_left", "user_id": "0190a000-0000-7000-8000-00000000000a", "username": "ada",
              "message": "ada left the chat", "timestamp": "2026-01-02T03:04:05.678901Z"
            }
            """);
    }

    [Test]
    public void Write_WhenAUserIsTyping_NamesTheUser()
    {
        AssertJson(new TypingFrame(UserId, "ada", Some.Time), """
            {
              "type": "typing", "user_id": "0190a000-0000-7000-8000-00000000000a", "username": "ada",
              "timestamp": "2026-01-02T03:04:05.678901Z"
            }
            """);
    }

    [Test]
    public void Write_WhenItIsAPong_HasOnlyTheTime()
    {
        AssertJson(new PongFrame(Some.Time), """{ "type": "pong", "timestamp": "2026-01-02T03:04:05.678901Z" }""");
    }

    [TestCase(ErrorCodes.InvalidJson, "invalid_json")]
    [TestCase(ErrorCodes.InvalidMessage, "invalid_message")]
    [TestCase(ErrorCodes.UnsupportedType, "unsupported_type")]
    [TestCase(ErrorCodes.RateLimited, "rate_limited")]
    [TestCase(ErrorCodes.Conflict, "conflict")]
    [TestCase(ErrorCodes.Unavailable, "unavailable")]
    [TestCase(ErrorCodes.Internal, "internal")]
    public void Write_WhenItIsAnError_HasTheCodeAndASentence(string code, string expected)
    {
        AssertJson(new ErrorFrame(code, "Not like that.", Some.Time), $$"""
            {
              "type": "error", "code": "{{expected}}", "message": "Not like that.",
              "timestamp": "2026-01-02T03:04:05.678901Z"
            }
            """);
    }

    [Test]
    public void Write_WhenItIsAResync_HasTheNewestSeqAndPosition()
    {
        AssertJson(new ResyncFrame(7, new LogPosition(7, UserId).ToString(), Some.Time), """
            {
              "type": "resync", "last_seq": 7, "position": "7:0190a000-0000-7000-8000-00000000000a",
              "timestamp": "2026-01-02T03:04:05.678901Z"
            }
            """);
    }

    [Test]
    public void Write_WhenAKindOfFrameExists_IsTestedHere()
    {
        var kinds = typeof(RoomFrame).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RoomFrame)) && !type.IsAbstract);

        Assert.That(kinds, Is.EquivalentTo(new[]
        {
            typeof(MessageFrame), typeof(UserJoinedFrame), typeof(UserLeftFrame), typeof(TypingFrame), typeof(PongFrame),
            typeof(ErrorFrame), typeof(ResyncFrame),
            // These frames are left out, because VideoFramesTests covers them.
            typeof(LiveStreamCreatedFrame), typeof(LiveStreamStartedFrame), typeof(LiveStreamRejectedFrame), typeof(LiveStreamEndedFrame),
            typeof(VideoUploadCreatedFrame), typeof(VideoProcessingFrame), typeof(VideoReadyFrame), typeof(VideoFailedFrame),
        }));
    }

    [Test]
    public void From_WhenGivenAMessageOrItsDto_IsTheSameFrame()
    {
        var message = Some.Message(seq: 7, clientId: "c-1");

        var frame = EventFormats.ToFrame(message);

        Assert.That(frame, Is.EqualTo(new MessageFrame(
            message.Id, message.RoomId, 7, message.UserId, message.Username, "hello", "c-1", Some.Time)));
        Assert.That(MessageFrame.From(MessageDto.From(message.Message)), Is.EqualTo(frame));
    }

    [Test]
    public void From_WhenTheEventHasNoFrame_Throws()
    {
        RoomEvent unknown = new UnknownEvent();

        Assert.That(() => EventFormats.ToFrame(unknown), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void AssertJson(RoomFrame frame, string expected)
    {
        var json = JsonSerializer.Serialize(frame, VideoChatJson.Options);

        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(expected)), Is.True, json);
    }

    private sealed class UnknownEvent() : RoomEvent(Guid.NewGuid(), Guid.NewGuid(), Some.Time)
    {
        public override EventKind EventKind => EventKind.RoomCreated;
    }
}
