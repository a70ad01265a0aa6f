using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Messages.PostMessage;

/// <summary>
/// Posts a message in a room. The command completes when the message is queued in order, before it is stored. A sender that
/// awaits each command therefore keeps its order without waiting for the disk.
/// </summary>
public sealed record PostMessageCommand(
    Guid RoomId, Guid UserId, string Content, string? ClientId, IdempotentRequest? Request = null) : IRequest<PendingMessage>;

/// <param name="Stored">Completes with the message when it is durable.</param>
public sealed record PendingMessage(Task<PostedMessage> Stored);

/// <param name="Message">The stored message. If the client id was used before, this is the first message with that id.</param>
/// <param name="IsRepeat">Whether the client id was used before. A repeat is neither stored nor sent to the room.</param>
public sealed record PostedMessage(MessageDto Message, bool IsRepeat);

internal sealed class PostMessageCommandHandler(
    IRoomDirectory rooms, IUserDirectory users, IRoomLog log, TimeProvider clock)
    : IRequestHandler<PostMessageCommand, PendingMessage>
{
    public async Task<PendingMessage> Handle(PostMessageCommand command, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(command.RoomId, cancellationToken) ?? throw new NotFoundException("Room");
        var user = await users.FindAsync(command.UserId, cancellationToken) ?? throw new NotFoundException("User");

        var message = Message.Post(room, user, command.Content, command.ClientId, clock.UtcTimestamp());

        var queued = await log.EnqueueAsync(message, command.Request, MessageDto.From, cancellationToken);

        return new PendingMessage(AnswerAsync(message, queued.Stored));
    }

    private static async Task<PostedMessage> AnswerAsync(MessagePosted message, Task<Message> stored)
    {
        var first = await stored;
        return new PostedMessage(MessageDto.From(first), IsRepeat: first.Id != message.Id);
    }
}
