namespace VideoChat.Infrastructure.Realtime.Presence;

/// <summary>The number of sockets that a user now has with one machine.</summary>
internal readonly record struct PresenceChange(Guid UserId, int Sockets, PresenceAnnouncement Announcement);

/// <summary>When a change is announced. The names are used in <see cref="PresenceScript"/>.</summary>
internal enum PresenceAnnouncement
{
    /// <summary>Never.</summary>
    None,

    /// <summary>To all machines, if it is the user's first socket on any machine or the end of the last.</summary>
    Change,

    /// <summary>To the other machines, as <c>user_joined</c>, unless the user is connected to another machine.</summary>
    Joined,

    /// <summary>To the other machines, as <c>user_left</c>, unless the user is connected to another machine.</summary>
    Left,
}
