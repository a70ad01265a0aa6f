using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

/// <summary>A user.</summary>
/// <param name="Id">UUID version 7; ids sort by creation.</param>
/// <param name="Username">2 to 50 of <c>A–Z a–z 0–9 _ -</c>; not necessarily unique.</param>
/// <param name="JoinedAt">When the user was created, UTC.</param>
public sealed record UserDto(
    Guid Id,
    [StringLength(User.MaxUsernameLength, MinimumLength = User.MinUsernameLength), RegularExpression(User.UsernamePattern)]
    string Username,
    DateTime JoinedAt);
