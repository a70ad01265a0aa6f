using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Http;
using VideoChat.Api.Idempotency;
using VideoChat.Api.Limits.Requests;
using VideoChat.Api.Observability;
using VideoChat.Api.OpenApi;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Messages.PostMessage;
using VideoChat.Domain.Messages;

namespace VideoChat.Api.Controllers;

/// <param name="UserId">Who says it. Need not be a member of the room.</param>
/// <param name="Content">1 to 5,000 characters; white space at the ends is cut off.</param>
/// <param name="ClientId">1 to 64 characters, unique per room and user: a repeat returns the first message.</param>
public sealed record PostMessageRequest(
    Guid UserId,
    [StringLength(Message.DefaultMaxContentLength, MinimumLength = 1)] string Content,
    [StringLength(Message.MaxClientIdLength, MinimumLength = 1)] string? ClientId = null) : IHasClientId;

/// <summary>What people say in a room.</summary>
[ApiController, Route("rooms/{room_id}/messages"), Tags("Messages")]
[Refuses(404, "Room not found")]
public sealed class MessagesController(IMediator mediator, IdempotencyScope idempotency) : ControllerBase
{
    /// <summary>Sends a message to a room, as a WebSocket would.</summary>
    /// <remarks>
    /// Answered when the message is on disk; it goes to every socket of the room. With a `client_id` a repeat is answered with the
    /// first message and adds nothing.
    /// </remarks>
    [HttpPost, OperationId("postMessage"), CountsRefusals, MessageByteLimit]
    [Refuses(404, "User not found")]
    [Refuses(409, "This client_id was used before, with other content.")]
    [Refuses(422, "content must be 1 to 5000 characters, not only white space")]
    [Refuses(429, "Rate limit exceeded: 134217728 bytes of messages per hour.")]
    public async Task<MessageDto> Post(
        [FromRoute(Name = "room_id")] Guid roomId, PostMessageRequest request, CancellationToken cancellationToken)
    {
        var pending = await mediator.Send(
            new PostMessageCommand(roomId, request.UserId, request.Content, request.ClientId, idempotency.Request), cancellationToken);

        return (await pending.Stored).Message;
    }

    /// <summary>Lists part of a room's history, oldest first: the newest messages, or those before or after one.</summary>
    /// <remarks>
    /// `Link` headers lead on: `prev` to older messages, `next` to newer ones, each only where there are more.
    /// </remarks>
    /// <param name="roomId">The room.</param>
    /// <param name="before">A message's id: the messages before it are listed. Not together with `after`.</param>
    /// <param name="after">A message's id: the messages after it are listed. Not together with `before`.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    [HttpGet, OperationId("listMessages")]
    [Refuses(404, "Message not found")]
    [Refuses(422, "limit must be between 1 and 100")]
    [Refuses(422, "before cannot be given together with after")]
    public async Task<IReadOnlyList<MessageDto>> List(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "before")] Guid? before = null,
        [FromQuery(Name = "after")] Guid? after = null,
        [FromQuery(Name = "limit"), Range(1, ListMessagesQueryValidator.MaxLimit)] int limit = 50,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListMessagesQuery(roomId, before, after, limit), cancellationToken);

        Response.AddLink("prev", "before", page.Previous, limit);
        Response.AddLink("next", "after", page.Next, limit);
        return page.Items;
    }
}
