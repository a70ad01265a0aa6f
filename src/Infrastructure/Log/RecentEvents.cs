using VideoChat.Application.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// The newest events of the rooms that were used last, in memory. Events never change, so what is here is never wrong;
/// what is not here, newer or older, is in the database, and which number is the newest is asked there.
/// </summary>
internal sealed class RecentEvents
{
    /// <summary>How many events of one room; enough for the largest page of its history.</summary>
    public const int MaxEvents = 128;

    /// <summary>The bound on the whole, in bytes as <see cref="SizeOf"/> guesses them.</summary>
    private const long MaxBytes = 64 * 1_024 * 1_024;

    private readonly BoundedCache<Guid, RoomEvent[]> _rooms = new(MaxBytes);
    private readonly Lock _appending = new();

    /// <summary>Adds what a room has gained, or what was read; consecutive events, oldest first.</summary>
    public void Add(Guid roomId, IReadOnlyList<RoomEvent> roomEvents)
    {
        if (roomEvents.Count == 0)
            return;
        lock (_appending)
        {
            RoomEvent[] added = [.. roomEvents];
            var all = _rooms.TryGet(roomId, out var known) ? Join(known, added) : added;
            var newest = all[Math.Max(0, all.Length - MaxEvents)..];
            _rooms.Set(roomId, newest, newest.Sum(SizeOf));
        }
    }

    /// <summary>The events behind <paramref name="afterSeq"/>, oldest first; null where they are not all here.</summary>
    public List<RoomEvent>? FindAfter(Guid roomId, long afterSeq, int limit)
    {
        if (!_rooms.TryGet(roomId, out var known) || known[0].Seq > afterSeq + 1 || known[^1].Seq < afterSeq + limit)
            return null;
        var first = (int)(afterSeq + 1 - known[0].Seq);
        return [.. known.AsSpan(first, limit)];
    }

    /// <summary>The messages before <paramref name="beforeSeq"/>, newest first; null where they are not all here.</summary>
    public List<Message>? FindMessagesBefore(Guid roomId, long beforeSeq, int limit)
    {
        if (!_rooms.TryGet(roomId, out var known) || known[^1].Seq < beforeSeq - 1)
            return null;
        var messages = new List<Message>(limit);
        for (var i = (int)Math.Min(known.Length, beforeSeq - known[0].Seq) - 1; i >= 0 && messages.Count < limit; i--)
        {
            if (known[i] is Message message)
                messages.Add(message);
        }
        return messages.Count == limit || known[0].Seq == 1 ? messages : null;
    }

    /// <summary>Both, where they meet; where numbers are missing in between, the newer.</summary>
    private static RoomEvent[] Join(RoomEvent[] one, RoomEvent[] other)
    {
        var (older, newer) = one[0].Seq <= other[0].Seq ? (one, other) : (other, one);
        if (older[^1].Seq >= newer[^1].Seq)
            return older;
        return older[^1].Seq < newer[0].Seq - 1
            ? newer
            : [.. older.AsSpan(0, (int)(newer[0].Seq - older[0].Seq)), .. newer];
    }

    private static long SizeOf(RoomEvent roomEvent) => 400 + (roomEvent is Message message ? 2 * message.Content.Length : 1_000);
}
