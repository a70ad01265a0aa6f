using Microsoft.Data.Sqlite;

namespace VideoChat.Rivals.Floor;

/// <summary>
/// Writes a batch as one transaction of prepared inserts. The batch is on disk when the call returns (WAL with
/// <c>synchronous=FULL</c>).
/// </summary>
internal sealed class FloorDisk : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public FloorDisk(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute(
            """
            CREATE TABLE IF NOT EXISTS messages (
                room_id TEXT NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, timestamp TEXT NOT NULL, user_id TEXT NOT NULL,
                username TEXT NOT NULL, content TEXT NOT NULL, client_id TEXT NOT NULL, PRIMARY KEY (room_id, seq)) WITHOUT ROWID
            """);
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO messages VALUES ($room, $seq, $id, $timestamp, $user, $username, $content, $client)";
        foreach (var name in (string[])["$room", "$seq", "$id", "$timestamp", "$user", "$username", "$content", "$client"])
            _insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        _insert.Prepare();
    }

    public void Commit(IReadOnlyList<FloorMessage> messages)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var m in messages)
        {
            Bind(m.RoomId, m.Seq, m.Id, m.Timestamp, m.UserId, m.Username, m.Content, m.ClientId);
            _insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private void Bind(params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            _insert.Parameters[i].Value = values[i];
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
