using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Http;
using VideoChat.Api.Idempotency;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Messages.PostMessage;
using VideoChat.Domain.Messages;

namespace VideoChat.Api.Controllers;

/// <param name="UserId">The author, who need not be a member of the room.</param>
/// <param name="Content">1 to 5,000 characters. Leading and trailing white space is removed.</param>
/// <param name="ClientId">
/// An id that the client assigns, of 1 to 64 characters, unique per room and user. A repeated id returns the first message.
/// </param>
public sealed record PostMessageRequest(
    Guid UserId,
    [StringLength(Message.DefaultMaxContentLength, MinimumLength = 1)] string Content,
    [StringLength(Message.MaxClientIdLength, MinimumLength = 1)] string? ClientId = null) : IHasClientId, IHasContent;

/// <summary>The messages of a room.</summary>
[ApiController, Route("rooms/{room_id}/messages"), Tags("Messages")]
[Refuses(404, "Room not found")]
public sealed class MessagesController(IMediator mediator) : ControllerBase
{
    /// <summary>Posts a message to a room, like a message frame on a socket.</summary>
    /// <remarks>
    /// The response is sent when the message is durable, and every socket of the room receives the message. Repeating a
    /// `client_id` returns the first message with that id and stores nothing.
    /// </remarks>
    [HttpPost, OperationId("postMessage"), CountsRefusals, MessageByteLimit]
    [Refuses(404, "User not found")]
    [Refuses(409, "This client_id was used before, with other content.")]
    [Refuses(422, "content must be 1 to 5000 characters, not only white space")]
    [Refuses(429, "Rate limit exceeded: 134217728 bytes of messages per hour.")]
    public async Task<MessageDto> Post(
        [FromRoute(Name = "room_id")] Guid roomId, PostMessageRequest request, [FromServices] IdempotencyScope idempotency,
        CancellationToken cancellationToken)
    {
        var pending = await mediator.Send(
            new PostMessageCommand(roomId, request.UserId, request.Content, request.ClientId, idempotency.Request), cancellationToken);

        return (await pending.Stored).Message;
    }

    /// <summary>Lists the newest messages of a room, or the messages before or after a given one, oldest first.</summary>
    /// <remarks>`Link` headers point to the adjacent pages: `prev` to older messages, `next` to newer messages.</remarks>
    /// <param name="roomId">The room.</param>
    /// <param name="before">The id of a message. The messages before it are listed. Cannot be combined with `after`.</param>
    /// <param name="after">The id of a message. The messages after it are listed. Cannot be combined with `before`.</param>
    /// <param name="limit">The maximum number of messages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
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
