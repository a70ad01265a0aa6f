using Npgsql;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Postgres;

namespace VideoChat.Infrastructure.Log.Statements;

/// <summary>Stores messages in two round trips: the first locks the rooms and finds repeated client ids, the second writes.</summary>
internal sealed class PostgresRoomLogStatements(VideoChatDbContext db, PostgresSession session) : IRoomLogStatements
{
    private readonly List<(Guid RoomId, LogPosition Last)> _rooms = [];
    private readonly List<(MessagePosted Message, long Seq)> _messages = [];

    // Maps a client id to the first message in this transaction, or to null if an earlier transaction stored the first message.
    private readonly Dictionary<(Guid RoomId, Guid UserId, string ClientId), MessagePosted?> _named = [];

    public IReadOnlyList<(Guid RoomId, LogPosition Last)> Rooms => _rooms;

    public void Begin(IReadOnlyList<Guid> roomIds, IReadOnlyList<MessagePosted> named)
    {
        _rooms.Clear();
        _messages.Clear();
        _named.Clear();

        // The rows stay locked until the commit, so no other transaction can assign a seq in these rooms.
        session.Read(
            "SELECT id, last_seq, last_event_id FROM rooms WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", ReadRooms, roomIds.ToArray());
        // The lateral join makes PostgreSQL use one index lookup per message, regardless of its estimates.
        session.Read(
            """
            SELECT k.room_id, k.user_id, k.client_id
            FROM unnest($1, $2, $3) AS k (room_id, user_id, client_id)
            CROSS JOIN LATERAL (
                SELECT FROM room_events e
                WHERE e.room_id = k.room_id AND e.user_id = k.user_id AND e.client_id = k.client_id
                LIMIT 1) AS first
            """,
            ReadNamed,
            named.Select(m => m.RoomId).ToArray(), named.Select(m => m.UserId).ToArray(), named.Select(m => m.ClientId!).ToArray());
    }

    public Message? Insert(MessagePosted message, long seq)
    {
        if (message.ClientId is { } clientId && !_named.TryAdd((message.RoomId, message.UserId, clientId), message))
            return (_named[(message.RoomId, message.UserId, clientId)] ?? db.FindFirst(message)).Message;
        _messages.Add((message, seq));
        return null;
    }

    public void Finish(IReadOnlyCollection<(Guid RoomId, LogPosition Last)> gained)
    {
        if (_messages.Count > 0)
            InsertMessages();
        if (gained.Count > 0)
        {
            session.Execute(
                """
                UPDATE rooms SET last_seq = gained.last_seq, last_event_id = gained.last_event_id
                FROM unnest($1, $2, $3) AS gained (id, last_seq, last_event_id)
                WHERE rooms.id = gained.id
                """,
                onExecuted: null,
                gained.Select(room => room.RoomId).ToArray(),
                gained.Select(room => room.Last.Seq).ToArray(),
                gained.Select(room => room.Last.EventId).ToArray());
        }
    }

    // Inserts messages that are not repeats. ON CONFLICT DO NOTHING is not used here, because it would skip a repeat and leave a
    // gap in the sequence.
    private void InsertMessages() => session.Execute(
        """
        INSERT INTO room_events (kind, room_id, seq, id, timestamp, user_id, username, content, client_id)
        SELECT 'message', * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        onExecuted: null,
        _messages.Select(m => m.Message.RoomId).ToArray(),
        _messages.Select(m => m.Seq).ToArray(),
        _messages.Select(m => m.Message.Id).ToArray(),
        PostgresBatch.Timestamps(_messages.Select(m => m.Message.Timestamp)),
        _messages.Select(m => m.Message.UserId).ToArray(),
        _messages.Select(m => m.Message.Username).ToArray(),
        _messages.Select(m => m.Message.Content).ToArray(),
        _messages.Select(m => m.Message.ClientId).ToArray());

    private void ReadRooms(NpgsqlDataReader reader)
    {
        while (reader.Read())
            _rooms.Add((reader.GetGuid(0), reader.GetPosition(1)));
    }

    private void ReadNamed(NpgsqlDataReader reader)
    {
        while (reader.Read())
            _named[(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2))] = null;
    }
}
