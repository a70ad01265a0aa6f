using VideoChat.Domain.Common;

namespace VideoChat.Domain.Users;

/// <summary>A person who chats. The name never changes and need not be unique.</summary>
public sealed class User
{
    public const int MinUsernameLength = 2;
    public const int MaxUsernameLength = 50;

    /// <summary>The pattern that API documents show. <see cref="IsValidUsername"/> enforces the same rule.</summary>
    public const string UsernamePattern = "^[A-Za-z0-9_-]+$";

    private User(Guid id, string username, DateTime joinedAt)
    {
        Id = id;
        Username = username;
        JoinedAt = joinedAt;
    }

    public Guid Id { get; }
    public string Username { get; }
    public DateTime JoinedAt { get; }

    public static User Create(string username, DateTime now)
    {
        username = username.Trim();
        if (!IsValidUsername(username))
            throw new ArgumentException("Not a valid username.", nameof(username));
        return new User(Uuid7.Next(), username, now);
    }

    public static bool IsValidUsername(string username) =>
        username.Length is >= MinUsernameLength and <= MaxUsernameLength
        && username.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
