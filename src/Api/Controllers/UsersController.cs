using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Http;
using VideoChat.Application.Users;
using VideoChat.Application.Users.CreateUser;
using VideoChat.Application.Users.GetUser;
using VideoChat.Application.Users.ListUsers;

namespace VideoChat.Api.Controllers;

/// <param name="Username">2 to 50 of <c>A–Z a–z 0–9 _ -</c>; white space at the ends is cut off.</param>
public sealed record CreateUserRequest(string Username);

[ApiController, Route("users")]
public sealed class UsersController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates a user.</summary>
    [HttpPost]
    public Task<UserDto> Create(CreateUserRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new CreateUserCommand(request.Username), cancellationToken);

    /// <summary>Lists users, oldest first.</summary>
    [HttpGet]
    public async Task<IReadOnlyList<UserDto>> List(
        [FromQuery(Name = "limit")] int limit = 1_000,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListUsersQuery(limit, cursor), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }

    /// <summary>Gets one user.</summary>
    [HttpGet("{user_id}")]
    public Task<UserDto> Get([FromRoute(Name = "user_id")] Guid userId, CancellationToken cancellationToken) =>
        mediator.Send(new GetUserQuery(userId), cancellationToken);
}
