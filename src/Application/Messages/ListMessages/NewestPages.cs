using VideoChat.Application.Common;

namespace VideoChat.Application.Messages.ListMessages;

/// <summary>
/// Caches the newest messages of each room, which most readers ask for. A page is composed and serialized once per event of the room: every
/// change of a message is an event too, so the room's last <c>seq</c> identifies the page.
/// </summary>
public sealed class NewestPages
{
    /// <summary>The maximum content of all pages, in UTF-16 code units. Each takes about six bytes of memory.</summary>
    private const long MaxLength = 8 * 1_024 * 1_024;

    /// <summary>The cost of a message in addition to its content, in the same unit.</summary>
    private const int Overhead = 200;

    private readonly BoundedCache<Guid, Entry> _pages = new(MaxLength);

    internal Page<MessageDto>? Find(Guid roomId, int limit, long lastSeq) =>
        _pages.TryGet(roomId, out var known) && known.Limit == limit && known.LastSeq == lastSeq ? known.Page : null;

    /// <summary>Caches a page that was read after <paramref name="lastSeq"/>, and returns it with its JSON shared.</summary>
    internal Page<MessageDto> Keep(Guid roomId, int limit, long lastSeq, Page<MessageDto> page)
    {
        page = page with { Items = new MessagePage(page.Items) };
        _pages.Set(roomId, new Entry(limit, lastSeq, page), page.Items.Sum(message => message.Content.Length + Overhead));
        return page;
    }

    private sealed record Entry(int Limit, long LastSeq, Page<MessageDto> Page);
}
