using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

/// <summary>A user.</summary>
/// <param name="Id">A UUID of version 7. Ids sort by creation time.</param>
/// <param name="Username">2 to 50 of <c>A–Z a–z 0–9 _ -</c>. Names need not be unique.</param>
/// <param name="JoinedAt">The creation time in UTC.</param>
public sealed record UserDto(
    Guid Id,
    [StringLength(User.MaxUsernameLength, MinimumLength = User.MinUsernameLength), RegularExpression(User.UsernamePattern)]
    string Username,
    DateTime JoinedAt);
