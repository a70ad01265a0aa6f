using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Benchmarks;

internal static class Some
{
    public static readonly DateTime Time = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public static Room Room() => Domain.Rooms.Room.Create("lobby", Time);

    public static User User() => Domain.Users.User.Create("ada", Time);

    /// <summary>Creates a message of typical length.</summary>
    public static MessagePosted Message(Room room, User user, long seq = 0)
    {
        var message = Domain.Messages.Message.Post(room, user, new string('x', 100), Guid.NewGuid().ToString(), Time);
        message.AssignSeq(seq);
        return message;
    }
}
