using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>A channel: a name, its members, and an ordered log of room events. The name never changes.</summary>
public sealed class Room
{
    public const int MinNameLength = 2;
    public const int MaxNameLength = 100;

    private Room(Guid id, string name, DateTime createdAt)
    {
        Id = id;
        Name = name;
        CreatedAt = createdAt;
    }

    public Guid Id { get; }
    public string Name { get; }
    public DateTime CreatedAt { get; }

    /// <summary>The number of the newest event in the room's log, 0 where there is none. The log alone counts it up.</summary>
    public long LastSeq { get; private set; }

    /// <summary>How many members the room has. The database alone counts, with each membership.</summary>
    public int MemberCount { get; private set; }

    public static Room Create(string name, DateTime now)
    {
        name = name.Trim();
        if (!IsValidName(name))
            throw new ArgumentException("Not a valid room name.", nameof(name));
        return new Room(Uuid7.Next(), name, now);
    }

    /// <summary>The rule for a name that is already trimmed: 2 to 100 characters, none of them a control character, one of them visible.</summary>
    public static bool IsValidName(string name) =>
        name.Length is >= MinNameLength and <= MaxNameLength
        && UserText.IsStorable(name)
        && UserText.IsVisible(name)
        && !name.Any(char.IsControl);
}
