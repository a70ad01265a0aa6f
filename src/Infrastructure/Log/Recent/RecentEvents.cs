using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Log.Recent;

/// <summary>
/// Caches the newest events of rooms. Events are read from the cache only if it contains the room's last event in the database, by its
/// seq and id.
/// </summary>
internal sealed class RecentEvents : IRoomCache
{
    public const int MaxEvents = 128;

    private const long MaxBytes = 64 * 1_024 * 1_024;

    private readonly BoundedCache<Guid, Window> _rooms = new(MaxBytes);
    private readonly Lock _appending = new();

    /// <param name="previous">The position of the event before the first one; null if it is unknown.</param>
    public void Add(Guid roomId, LogPosition? previous, IReadOnlyList<RoomEvent> roomEvents)
    {
        if (roomEvents.Count == 0)
            return;
        lock (_appending)
        {
            var newest = !_rooms.TryGet(roomId, out var known) ? Window.Of(previous, [.. roomEvents])
                : known.Events[^1].Position == previous ? known.Append(roomEvents)
                : Join(known, Window.Of(previous, [.. roomEvents]));
            _rooms.Set(roomId, newest, newest.Size);
        }
    }

    public void Forget(Guid roomId) => _rooms.Remove(roomId);

    /// <summary>Returns the events after a seq, or null if the cache does not contain all of them.</summary>
    /// <param name="newest">The position of the room's last event in the database. Later events are not returned.</param>
    public List<RoomEvent>? FindAfter(Guid roomId, LogPosition newest, long afterSeq, int limit)
    {
        if (!_rooms.TryGet(roomId, out var window))
            return null;
        var known = window.EventsUntil(newest);
        if (known.IsEmpty || known[0].Seq > afterSeq + 1 || known[^1].Seq < afterSeq + limit)
            return null;
        return [.. known.Slice((int)(afterSeq + 1 - known[0].Seq), limit)];
    }

    /// <summary>Returns messages, newest first, or null if the cache may not contain all of them.</summary>
    /// <param name="newest">The position of the room's last event in the database. Later events are ignored.</param>
    public List<Message>? FindMessagesBefore(Guid roomId, LogPosition newest, long beforeSeq, int limit)
    {
        if (!_rooms.TryGet(roomId, out var window))
            return null;
        var known = window.EventsUntil(newest);
        if (known.IsEmpty)
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

    // Joins two windows of one log. If one does not continue or contain the other, the log has gaps or has lost events; then only the
    // newer window is kept, or the added one if they contradict each other.
    private static Window Join(Window known, Window added)
    {
        var (older, newer) = known.Events[0].Seq <= added.Events[0].Seq ? (known, added) : (added, known);
        var end = older.Events[^1].Position;
        if (end.Seq >= newer.Events[^1].Seq)
            return older.EventsUntil(newer.Events[^1].Position).IsEmpty ? added : older;
        if (end.Seq < newer.Events[0].Seq - 1)
            return newer;
        if (end != newer.Previous && newer.EventsUntil(end).IsEmpty)
            return end.Seq < newer.Events[0].Seq && newer.Previous is null ? newer : added;
        return Window.Of(older.Previous, [.. older.Events, .. newer.Events[(int)(end.Seq + 1 - newer.Events[0].Seq)..]]);
    }

    private static long SizeOf(RoomEvent roomEvent) => 400 + (roomEvent.ContentLength > 0 ? 2 * roomEvent.ContentLength : 1_000);

    // The newest events of a room. Successive windows share an array while it has space, so that adding an event is cheap.
    private sealed class Window
    {
        private readonly RoomEvent[] _array;
        private readonly int _end;
        private readonly LogPosition? _beforeArray;

        private Window(LogPosition? beforeArray, RoomEvent[] array, int end, long size) =>
            (_beforeArray, _array, _end, Size) = (beforeArray, array, end, size);

        public long Size { get; }

        public ReadOnlySpan<RoomEvent> Events => _array.AsSpan(Start.._end);

        /// <summary>The position of the event before the first one; null if it is unknown.</summary>
        public LogPosition? Previous => Start > 0 ? _array[Start - 1].Position : _beforeArray;

        private int Start => Math.Max(0, _end - MaxEvents);

        public static Window Of(LogPosition? previous, ReadOnlySpan<RoomEvent> events)
        {
            var skipped = Math.Max(0, events.Length - MaxEvents);
            if (skipped > 0)
                previous = events[skipped - 1].Position;
            var newest = events[skipped..];
            var array = new RoomEvent[2 * newest.Length];
            newest.CopyTo(array);
            var size = 0L;
            foreach (var roomEvent in newest)
                size += SizeOf(roomEvent);
            return new Window(previous, array, newest.Length, size);
        }

        /// <summary>Returns the events up to a position; none if the window does not contain the position.</summary>
        public ReadOnlySpan<RoomEvent> EventsUntil(LogPosition last)
        {
            var events = Events;
            var count = last.Seq - events[0].Seq + 1;
            return count > 0 && count <= events.Length && events[(int)count - 1].Id == last.EventId ? events[..(int)count] : default;
        }

        /// <summary>Returns a window with more events. Only the newest window may be extended, and only by one thread at a time.</summary>
        public Window Append(IReadOnlyList<RoomEvent> roomEvents)
        {
            if (_end + roomEvents.Count > _array.Length)
                return Of(Previous, [.. Events, .. roomEvents]);
            var (end, size) = (_end, Size);
            foreach (var roomEvent in roomEvents)
            {
                _array[end++] = roomEvent;
                size += SizeOf(roomEvent);
            }
            return new Window(_beforeArray, _array, end, size);
        }
    }
}
