using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Http;
using VideoChat.Application.Common;
using VideoChat.Application.Users;
using VideoChat.Application.Users.CreateUser;
using VideoChat.Application.Users.GetUser;
using VideoChat.Application.Users.ListUsers;
using VideoChat.Domain.Users;

namespace VideoChat.Api.Controllers;

/// <param name="Username">2 to 50 of <c>A–Z a–z 0–9 _ -</c>. Leading and trailing white space is removed.</param>
public sealed record CreateUserRequest(
    [StringLength(User.MaxUsernameLength, MinimumLength = User.MinUsernameLength), RegularExpression(User.UsernamePattern)]
    string Username);

/// <summary>Users. A user is identified by the id, because names need not be unique.</summary>
[ApiController, Route("users"), Tags("Users")]
public sealed class UsersController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates a user.</summary>
    /// <remarks>A client identifies itself by the `id` in the response. There are no passwords.</remarks>
    [HttpPost, OperationId("createUser")]
    [Refuses(422, "username must be 2 to 50 characters, only letters A–Z, digits, hyphens and underscores")]
    public Task<UserDto> Create(CreateUserRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new CreateUserCommand(request.Username), cancellationToken);

    /// <summary>Lists users, oldest first.</summary>
    /// <remarks>If more users follow, a `Link` header points to the next page.</remarks>
    [HttpGet, OperationId("listUsers")]
    [Refuses(422, "limit must be between 1 and 1000")]
    public async Task<IReadOnlyList<UserDto>> List(
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit)] int limit = Page.MaxLimit,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListUsersQuery(limit, cursor), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }

    /// <summary>Gets a user.</summary>
    /// <remarks>The status is 404 if the id is unknown or is not a UUID.</remarks>
    [HttpGet("{user_id}"), OperationId("getUser")]
    [Refuses(404, "User not found")]
    public Task<UserDto> Get([FromRoute(Name = "user_id")] Guid userId, CancellationToken cancellationToken) =>
        mediator.Send(new GetUserQuery(userId), cancellationToken);
}
