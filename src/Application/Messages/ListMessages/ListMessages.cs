using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Messages.ListMessages;

/// <summary>Part of a room's history, oldest first: the newest, or what is before or after a message.</summary>
public sealed record ListMessagesQuery(Guid RoomId, Guid? Before, Guid? After, int Limit) : IRequest<Page<MessageDto>>;

internal sealed class ListMessagesQueryHandler(IRoomDirectory rooms, IRoomEventRepository roomEvents)
    : IRequestHandler<ListMessagesQuery, Page<MessageDto>>
{
    public async Task<Page<MessageDto>> Handle(ListMessagesQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        var page = query.After is { } after
            ? await ListAfterAsync(room.Id, after, query.Limit, cancellationToken)
            : await ListBeforeAsync(room.Id, query.Before, query.Limit, cancellationToken);

        return page.Select(MessageDto.From);
    }

    private async Task<Page<Message>> ListAfterAsync(Guid roomId, Guid after, int limit, CancellationToken cancellationToken)
    {
        var seq = await FindSeqAsync(roomId, after, cancellationToken);
        var found = await roomEvents.ListMessagesAfterAsync(roomId, seq, limit + 1, cancellationToken);

        var page = Page.Cut(found, limit, message => message.Id);
        // The message asked for is older than all of these, so there is always a way back.
        return page with { Previous = page.Items.Count > 0 ? page.Items[0].Id.ToString() : null };
    }

    private async Task<Page<Message>> ListBeforeAsync(Guid roomId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var seq = before is { } id ? await FindSeqAsync(roomId, id, cancellationToken) : long.MaxValue;
        var found = await roomEvents.ListMessagesBeforeAsync(roomId, seq, limit + 1, cancellationToken);

        var hasOlder = found.Count > limit;
        if (hasOlder)
            found.RemoveAt(limit);
        found.Reverse();

        return new Page<Message>(
            found,
            // The message asked for is newer than all of these; without one these are the newest.
            Next: before is not null && found.Count > 0 ? found[^1].Id.ToString() : null,
            Previous: hasOlder ? found[0].Id.ToString() : null);
    }

    private async Task<long> FindSeqAsync(Guid roomId, Guid messageId, CancellationToken cancellationToken) =>
        await roomEvents.FindMessageSeqAsync(roomId, messageId, cancellationToken) ?? throw new NotFoundException("Message");
}
