using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Sqlite;

namespace VideoChat.Infrastructure.Log.Statements;

/// <summary>
/// Stores messages without ADO.NET, for speed (docs/performance.md). BEGIN IMMEDIATE excludes other writers, so rooms need no locks.
/// </summary>
internal sealed class SqliteRoomLogStatements(VideoChatDbContext db, SqliteSession session) : IRoomLogStatements
{
    private readonly SqliteStatement _readLast = session.Prepare("SELECT last_seq, last_event_id FROM rooms WHERE id = ?");

    private readonly SqliteStatement _insertMessage = session.Prepare(
        """
        INSERT INTO room_events (room_id, seq, id, kind, timestamp, user_id, username, content, client_id)
        VALUES (?, ?, ?, 'message', ?, ?, ?, ?, ?)
        ON CONFLICT (room_id, user_id, client_id) WHERE client_id IS NOT NULL DO NOTHING
        """);

    private readonly SqliteStatement _setLast = session.Prepare("UPDATE rooms SET last_seq = ?, last_event_id = ? WHERE id = ?");

    private readonly List<(Guid RoomId, LogPosition Last)> _rooms = [];

    public IReadOnlyList<(Guid RoomId, LogPosition Last)> Rooms => _rooms;

    public void Begin(IReadOnlyList<Guid> roomIds, IReadOnlyList<MessagePosted> named)
    {
        _rooms.Clear();
        foreach (var roomId in roomIds)
        {
            _readLast.Bind(1, roomId);
            if (_readLast.ReadNumberAndId() is var (seq, eventId))
                _rooms.Add((roomId, new LogPosition(seq, eventId ?? Guid.Empty)));
        }
    }

    public Message? Insert(MessagePosted message, long seq)
    {
        _insertMessage.Bind(1, message.RoomId);
        _insertMessage.Bind(2, seq);
        _insertMessage.Bind(3, message.Id);
        _insertMessage.Bind(4, message.Timestamp);
        _insertMessage.Bind(5, message.UserId);
        _insertMessage.Bind(6, message.Username);
        _insertMessage.Bind(7, message.Content);
        _insertMessage.Bind(8, message.ClientId);
        return _insertMessage.Execute() == 0 ? db.FindFirst(message).Message : null;
    }

    public void Finish(IReadOnlyCollection<(Guid RoomId, LogPosition Last)> gained)
    {
        foreach (var (roomId, last) in gained)
        {
            _setLast.Bind(1, last.Seq);
            _setLast.Bind(2, last.EventId);
            _setLast.Bind(3, roomId);
            _setLast.Execute();
        }
    }
}
