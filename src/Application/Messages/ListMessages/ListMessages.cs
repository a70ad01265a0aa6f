using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Messages.ListMessages;

/// <summary>Lists a room's newest messages, or the messages before or after a given one. The oldest message comes first.</summary>
public sealed record ListMessagesQuery(Guid RoomId, Guid? Before, Guid? After, int Limit) : IRequest<Page<MessageDto>>;

internal sealed class ListMessagesQueryHandler(
    IRoomDirectory rooms, IRoomEventRepository roomEvents, IMessageRepository messages, NewestPages pages)
    : IRequestHandler<ListMessagesQuery, Page<MessageDto>>
{
    public async Task<Page<MessageDto>> Handle(ListMessagesQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        return (query.Before, query.After) switch
        {
            (null, null) => await ListNewestAsync(room.Id, query.Limit, cancellationToken),
            (_, { } after) => (await ListAfterAsync(room.Id, after, query.Limit, cancellationToken)).Select(MessageDto.From),
            ({ } before, _) => (await ListBeforeAsync(room.Id, before, query.Limit, cancellationToken)).Select(MessageDto.From),
        };
    }

    private async Task<Page<MessageDto>> ListNewestAsync(Guid roomId, int limit, CancellationToken cancellationToken)
    {
        // The position is read before the messages, and later messages are left out, so a cached page never has more than its position.
        var newest = await roomEvents.FindPositionAsync(roomId, cancellationToken) ?? throw new NotFoundException("Room");
        if (pages.Find(roomId, limit, newest) is { } known)
            return known;

        var found = await messages.ListNewestAsync(roomId, newest, limit + 1, cancellationToken);
        var page = Page.Backward(found, limit, m => m.Id).Select(MessageDto.From);
        return page.Items.Count == 0 ? page : pages.Add(roomId, limit, newest, page);
    }

    private async Task<Page<Message>> ListAfterAsync(Guid roomId, Guid after, int limit, CancellationToken cancellationToken)
    {
        var seq = await FindSeqAsync(roomId, after, cancellationToken);
        var found = await messages.ListAfterAsync(roomId, seq, limit + 1, cancellationToken);

        var page = Page.Forward(found, limit, message => message.Id);
        // A previous page always exists, because the message with the id "after" precedes this page.
        return page with { Previous = page.Items.Count > 0 ? page.Items[0].Id.ToString() : null };
    }

    private async Task<Page<Message>> ListBeforeAsync(Guid roomId, Guid before, int limit, CancellationToken cancellationToken)
    {
        var seq = await FindSeqAsync(roomId, before, cancellationToken);
        var found = await messages.ListBeforeAsync(roomId, seq, limit + 1, cancellationToken);

        var page = Page.Backward(found, limit, message => message.Id);
        // A next page always exists, because the message with the id "before" follows this page.
        return page with { Next = page.Items.Count > 0 ? page.Items[^1].Id.ToString() : null };
    }

    private async Task<long> FindSeqAsync(Guid roomId, Guid messageId, CancellationToken cancellationToken) =>
        await messages.FindSeqAsync(roomId, messageId, cancellationToken) ?? throw new NotFoundException("Message");
}
