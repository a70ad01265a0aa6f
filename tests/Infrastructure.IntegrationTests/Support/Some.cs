using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>Arbitrary valid values for tests.</summary>
internal static class Some
{
    public static readonly DateTime Time = new(2026, 1, 2, 3, 4, 5, 678, 901, DateTimeKind.Utc);

    public static FakeTimeProvider Clock() => new(new DateTimeOffset(Time));

    public static Room Room(string name = "General") => Domain.Rooms.Room.Create(name, Time);

    public static User User(string username = "ada") => Domain.Users.User.Create(username, Time);

    public static MessagePosted Message(Room room, User user, string content = "hello", string? clientId = null) =>
        Domain.Messages.Message.Post(room, user, content, clientId, Time);

    /// <summary>Creates an event of a room's log. Logs of different branches have different events with the same seq.</summary>
    public static MessagePosted Message(Room room, User user, long seq, string? content = null, byte branch = 0)
    {
        var id = Position(room.Id, seq, branch).EventId;
        var message = new MessagePosted(id, room.Id, user.Id, user.Username, content ?? $"message {seq}", clientId: null, Time);
        message.AssignSeq(seq);
        return message;
    }

    /// <summary>The position of the message with this seq.</summary>
    public static LogPosition Position(Guid roomId, long seq, byte branch = 0)
    {
        if (seq == 0)
            return LogPosition.Start;
        Span<byte> id = stackalloc byte[16];
        roomId.TryWriteBytes(id);
        id[11] = branch;
        BinaryPrimitives.WriteInt32BigEndian(id[12..], (int)seq);
        return new LogPosition(seq, new Guid(id));
    }

    /// <summary>Creates placeholder bytes for the frames of these events. They differ in value and length for each event.</summary>
    public static EventBatch Batch(long first, long last, byte branch = 0)
    {
        var bytes = new List<byte>();
        var offsets = new List<int>();
        for (var seq = first; seq <= last; seq++)
        {
            offsets.Add(bytes.Count);
            bytes.AddRange(Bytes(seq, seq));
        }
        Guid[] ids = [.. offsets.Select((_, i) => Position(first + i, branch).EventId)];
        return new EventBatch(Position(first - 1, branch), ids, offsets, bytes.ToArray());
    }

    /// <summary>The position in the log of <see cref="Batch"/>.</summary>
    public static LogPosition Position(long seq, byte branch = 0) => Position(Guid.Empty, seq, branch);

    public static byte[] Bytes(long first, long last) =>
        [.. Enumerable.Range((int)first, (int)(last - first + 1)).SelectMany(seq => Enumerable.Repeat((byte)seq, 1 + seq % 4))];
}
