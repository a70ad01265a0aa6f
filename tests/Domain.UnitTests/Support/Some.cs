using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Domain.UnitTests.Support;

/// <summary>Arbitrary valid values for tests.</summary>
internal static class Some
{
    public static readonly DateTime Time = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public static Room Room() => Domain.Rooms.Room.Create("General", Time);

    public static User User() => Domain.Users.User.Create("ada", Time);
}
