using VideoChat.Application.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Log.Recent;

/// <summary>
/// Caches the newest events of rooms. Messages are read from the cache only if the cache contains the last event of the room.
/// </summary>
internal sealed class RecentEvents
{
    public const int MaxEvents = 128;

    private const long MaxBytes = 64 * 1_024 * 1_024;

    private readonly BoundedCache<Guid, Window> _rooms = new(MaxBytes);
    private readonly Lock _appending = new();

    public void Add(Guid roomId, IReadOnlyList<RoomEvent> roomEvents)
    {
        if (roomEvents.Count == 0)
            return;
        lock (_appending)
        {
            var newest = !_rooms.TryGet(roomId, out var known) ? Window.Of([.. roomEvents])
                : known.Events[^1].Seq == roomEvents[0].Seq - 1 ? known.Append(roomEvents)
                : Window.Of(Join(known.Events, [.. roomEvents]));
            _rooms.Set(roomId, newest, newest.Size);
        }
    }

    /// <summary>Returns the events after a seq, or null if the cache does not contain all of them.</summary>
    public List<RoomEvent>? FindAfter(Guid roomId, long afterSeq, int limit)
    {
        if (!_rooms.TryGet(roomId, out var window))
            return null;
        var known = window.Events;
        if (known[0].Seq > afterSeq + 1 || known[^1].Seq < afterSeq + limit)
            return null;
        return [.. known.Slice((int)(afterSeq + 1 - known[0].Seq), limit)];
    }

    /// <summary>Returns messages, newest first, or null if the cache may not contain all of them.</summary>
    /// <param name="lastSeq">The seq of the room's last event in the database.</param>
    public List<Message>? FindMessagesBefore(Guid roomId, long lastSeq, long beforeSeq, int limit)
    {
        if (!_rooms.TryGet(roomId, out var window))
            return null;
        var known = window.Events;
        if (known[^1].Seq != lastSeq)
            return null;
        var messages = new List<Message>(limit);
        Dictionary<Guid, Message>? changed = null;
        for (var i = known.Length - 1; i >= 0 && messages.Count < limit; i--)
        {
            if (known[i] is MessagePosted posted)
            {
                if (posted.Seq < beforeSeq)
                    messages.Add(changed?.GetValueOrDefault(posted.Id) ?? posted.Message);
            }
            else if (known[i] is IMessageEvent { Message: { } message })
            {
                (changed ??= []).TryAdd(message.Id, message);
            }
        }
        return messages.Count == limit || known[0].Seq == 1 ? messages : null;
    }

    private static ReadOnlySpan<RoomEvent> Join(ReadOnlySpan<RoomEvent> one, ReadOnlySpan<RoomEvent> other)
    {
        var isOlder = one[0].Seq <= other[0].Seq;
        var older = isOlder ? one : other;
        var newer = isOlder ? other : one;
        if (older[^1].Seq >= newer[^1].Seq)
            return older;
        return older[^1].Seq < newer[0].Seq - 1
            ? newer
            : (RoomEvent[])[.. older[..(int)(newer[0].Seq - older[0].Seq)], .. newer];
    }

    private static long SizeOf(RoomEvent roomEvent) => 400 + (roomEvent is MessagePosted message ? 2 * message.Content.Length : 1_000);

    // The newest events of a room. Successive windows share an array while it has space, so that adding an event is cheap.
    private sealed class Window
    {
        private readonly RoomEvent[] _array;
        private readonly int _end;

        private Window(RoomEvent[] array, int end, long size) => (_array, _end, Size) = (array, end, size);

        public long Size { get; }

        public ReadOnlySpan<RoomEvent> Events => _array.AsSpan(Math.Max(0, _end - MaxEvents).._end);

        public static Window Of(ReadOnlySpan<RoomEvent> events)
        {
            var newest = events[Math.Max(0, events.Length - MaxEvents)..];
            var array = new RoomEvent[2 * newest.Length];
            newest.CopyTo(array);
            var size = 0L;
            foreach (var roomEvent in newest)
                size += SizeOf(roomEvent);
            return new Window(array, newest.Length, size);
        }

        /// <summary>Returns a window with more events. Only the newest window may be extended, and only by one thread at a time.</summary>
        public Window Append(IReadOnlyList<RoomEvent> roomEvents)
        {
            if (_end + roomEvents.Count > _array.Length)
                return Of([.. Events, .. roomEvents]);
            var (end, size) = (_end, Size);
            foreach (var roomEvent in roomEvents)
            {
                _array[end++] = roomEvent;
                size += SizeOf(roomEvent);
            }
            return new Window(_array, end, size);
        }
    }
}
