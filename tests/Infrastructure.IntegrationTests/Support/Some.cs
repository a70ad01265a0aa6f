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

    public static MessagePosted Message(Room room, User user, long seq, string? content = null)
    {
        var message = Message(room, user, content ?? $"message {seq}");
        message.AssignSeq(seq);
        return message;
    }

    /// <summary>Creates placeholder bytes for the frames of these events. They differ in value and length for each event.</summary>
    public static EventBatch Batch(long first, long last)
    {
        var bytes = new List<byte>();
        var offsets = new List<int>();
        for (var seq = first; seq <= last; seq++)
        {
            offsets.Add(bytes.Count);
            bytes.AddRange(Bytes(seq, seq));
        }
        return new EventBatch(first, offsets, bytes.ToArray());
    }

    public static byte[] Bytes(long first, long last) =>
        [.. Enumerable.Range((int)first, (int)(last - first + 1)).SelectMany(seq => Enumerable.Repeat((byte)seq, 1 + seq % 4))];
}
