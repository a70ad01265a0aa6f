using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Http;
using VideoChat.Api.Idempotency;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Messages.PostMessage;

namespace VideoChat.Api.Controllers;

/// <param name="UserId">Who says it. Need not be a member of the room.</param>
/// <param name="Content">1 to 5,000 characters; white space at the ends is cut off.</param>
/// <param name="ClientId">1 to 64 characters, unique per room and user: a repeat returns the first message.</param>
public sealed record PostMessageRequest(Guid UserId, string Content, string? ClientId = null) : IHasClientId;

[ApiController, Route("rooms/{room_id}/messages")]
public sealed class MessagesController(IMediator mediator) : ControllerBase
{
    /// <summary>Sends a message to a room, as a WebSocket would.</summary>
    [HttpPost]
    public async Task<MessageDto> Post(
        [FromRoute(Name = "room_id")] Guid roomId, PostMessageRequest request, CancellationToken cancellationToken)
    {
        var pending = await mediator.Send(
            new PostMessageCommand(roomId, request.UserId, request.Content, request.ClientId), cancellationToken);

        return (await pending.Stored).Message;
    }

    /// <summary>Lists part of a room's history, oldest first: the newest messages, or those before or after one.</summary>
    [HttpGet]
    public async Task<IReadOnlyList<MessageDto>> List(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "before")] Guid? before = null,
        [FromQuery(Name = "after")] Guid? after = null,
        [FromQuery(Name = "limit")] int limit = 50,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListMessagesQuery(roomId, before, after, limit), cancellationToken);

        Response.AddLink("prev", "before", page.Previous, limit);
        Response.AddLink("next", "after", page.Next, limit);
        return page.Items;
    }
}
