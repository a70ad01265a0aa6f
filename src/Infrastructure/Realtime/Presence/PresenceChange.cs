namespace VideoChat.Infrastructure.Realtime.Presence;

internal readonly record struct PresenceChange(Guid UserId, int Sockets, PresenceAnnouncement Announcement);

/// <summary>
/// Specifies how other machines are notified of a change. The Lua code in <see cref="PresenceScript"/> uses these names.
/// </summary>
internal enum PresenceAnnouncement
{
    None,

    /// <summary>
    /// All machines receive <c>user_joined</c> for a user's first socket on any machine, and <c>user_left</c> after the last one
    /// closes.
    /// </summary>
    Change,

    /// <summary>The other machines receive <c>user_joined</c>, unless the user has sockets on another machine.</summary>
    Joined,

    /// <summary>The other machines receive <c>user_left</c>, unless the user has sockets on another machine.</summary>
    Left,
}
