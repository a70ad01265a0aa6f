using VideoChat.Application.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Messages.ListMessages;

/// <summary>
/// The page that everybody asks for, the newest messages of a room, made and serialised once until the room gains one.
/// Messages never change, so the newest of a page and its length say all of it.
/// </summary>
public sealed class NewestPages
{
    /// <summary>The bound on the whole, in UTF-16 units of content; memory takes about six bytes for each.</summary>
    private const long MaxLength = 8 * 1_024 * 1_024;

    /// <summary>What a message costs beside its content, in the same unit.</summary>
    private const int Overhead = 200;

    private readonly BoundedCache<Guid, Entry> _pages = new(MaxLength);

    /// <param name="roomId">The room.</param>
    /// <param name="limit">How many were asked for.</param>
    /// <param name="newest">The newest message that there is.</param>
    /// <param name="make">Makes the page.</param>
    internal Page<MessageDto> GetOrMake(Guid roomId, int limit, Message newest, Func<Page<MessageDto>> make)
    {
        if (_pages.TryGet(roomId, out var known) && known.Limit == limit && known.NewestSeq == newest.Seq)
            return known.Page;

        var page = make();
        page = page with { Items = new MessagePage(page.Items) };
        _pages.Set(roomId, new Entry(limit, newest.Seq, page), page.Items.Sum(message => message.Content.Length + Overhead));
        return page;
    }

    private sealed record Entry(int Limit, long NewestSeq, Page<MessageDto> Page);
}
