using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Messages.ListMessages;

/// <summary>
/// Caches the newest page of messages of each room, the page that most clients request. Every change of a message appends an
/// event, so a page is current while the position of the room's newest event is unchanged.
/// </summary>
public sealed class NewestPages : IRoomCache
{
    /// <summary>
    /// The maximum length of all cached text, in UTF-16 code units. Each unit takes two bytes in the string, and usually one to
    /// three bytes in the cached JSON, which is UTF-8.
    /// </summary>
    private const long MaxLength = 8 * 1_024 * 1_024;

    /// <summary>The estimated size of a message without its text, in the unit of <see cref="MaxLength"/>.</summary>
    private const int Overhead = 200;

    private readonly BoundedCache<Guid, Entry> _pages = new(MaxLength);

    internal Page<MessageDto>? Find(Guid roomId, int limit, LogPosition newest) =>
        _pages.TryGet(roomId, out var known) && known.Limit == limit && known.Newest == newest ? known.Page : null;

    /// <summary>
    /// Caches a page and returns a copy that is serialized only once. <paramref name="newest"/> must be read before the page.
    /// </summary>
    internal Page<MessageDto> Add(Guid roomId, int limit, LogPosition newest, Page<MessageDto> page)
    {
        page = page with { Items = new MessagePage(page.Items) };
        _pages.Set(roomId, new Entry(limit, newest, page), page.Items.Sum(message => message.Content.Length + Overhead));
        return page;
    }

    public void Forget(Guid roomId) => _pages.Remove(roomId);

    private sealed record Entry(int Limit, LogPosition Newest, Page<MessageDto> Page);
}
