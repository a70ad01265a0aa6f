using VideoChat.Domain.Common;

namespace VideoChat.Domain.Rooms;

/// <summary>A channel with a name, members and an ordered log of room events. The name never changes.</summary>
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

    /// <summary>The <c>seq</c> of the newest event in the room log; 0 if the log is empty. Only the room log changes it.</summary>
    public long LastSeq { get; private set; }

    /// <summary>The id of the newest event; null if the log is empty. It is written together with <see cref="LastSeq"/>.</summary>
    public Guid? LastEventId { get; private set; }

    /// <summary>The position of the newest event when the room was read.</summary>
    public LogPosition Position => new(LastSeq, LastEventId ?? Guid.Empty);

    /// <summary>The number of members. The database updates it together with the memberships.</summary>
    public int MemberCount { get; private set; }

    public static Room Create(string name, DateTime now)
    {
        name = name.Trim();
        if (!IsValidName(name))
            throw new ArgumentException("Not a valid room name.", nameof(name));
        return new Room(Uuid7.Next(), name, now);
    }

    public static bool IsValidName(string name) =>
        name.Length is >= MinNameLength and <= MaxNameLength
        && UserText.IsStorable(name)
        && UserText.IsVisible(name)
        && !name.Any(char.IsControl);
}
