using VideoChat.Application.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Log.Recent;

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

    private readonly BoundedCache<Guid, Window> _rooms = new(MaxBytes);
    private readonly Lock _appending = new();

    /// <summary>Adds what a room has gained, or what was read; consecutive events, oldest first.</summary>
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

    /// <summary>The events behind <paramref name="afterSeq"/>, oldest first; null where they are not all here.</summary>
    public List<RoomEvent>? FindAfter(Guid roomId, long afterSeq, int limit)
    {
        if (!_rooms.TryGet(roomId, out var window))
            return null;
        var known = window.Events;
        if (known[0].Seq > afterSeq + 1 || known[^1].Seq < afterSeq + limit)
            return null;
        return [.. known.Slice((int)(afterSeq + 1 - known[0].Seq), limit)];
    }

    /// <summary>The messages before <paramref name="beforeSeq"/>, newest first; null where they are not all here.</summary>
    public List<Message>? FindMessagesBefore(Guid roomId, long beforeSeq, int limit)
    {
        if (!_rooms.TryGet(roomId, out var window))
            return null;
        var known = window.Events;
        if (known[^1].Seq < beforeSeq - 1)
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

    private static long SizeOf(RoomEvent roomEvent) => 400 + (roomEvent is Message message ? 2 * message.Content.Length : 1_000);

    /// <summary>
    /// The newest events of a room at one moment, oldest first. A later window has the same array where that has a place
    /// left, so that an event more costs the same however many there are; what a window shows stays as it is.
    /// </summary>
    private sealed class Window
    {
        private readonly RoomEvent[] _array;
        private readonly int _end;

        private Window(RoomEvent[] array, int end, long size) => (_array, _end, Size) = (array, end, size);

        /// <summary>Of all that the array holds.</summary>
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

        /// <summary>Only for the newest window, and by one caller at a time.</summary>
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
