using AutoMapper;
using Microsoft.Extensions.Time.Testing;
using VideoChat.Application.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Support;

/// <summary>Arbitrary valid values for tests.</summary>
internal static class Some
{
    public static readonly DateTime Time = new(2026, 1, 2, 3, 4, 5, 678, 901, DateTimeKind.Utc);

    public static IMapper Mapper { get; } = new MapperConfiguration(Mapping.Configure).CreateMapper();

    public static FakeTimeProvider Clock() => new(new DateTimeOffset(Time));

    public static Room Room(string name = "General") => Domain.Rooms.Room.Create(name, Time);

    public static User User(string username = "ada") => Domain.Users.User.Create(username, Time);

    public static MessagePosted Message(long seq, string content = "hello", string? clientId = null) =>
        Message(Room(), User(), seq, content, clientId);

    public static MessagePosted Message(Room room, User user, long seq, string content = "hello", string? clientId = null)
    {
        var message = Domain.Messages.Message.Post(room, user, content, clientId, Time);
        message.AssignSeq(seq);
        return message;
    }
}
