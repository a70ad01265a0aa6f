using Microsoft.Data.Sqlite;
using VideoChat.LoadTests.Measures;

namespace VideoChat.LoadTests.Http;

/// <summary>
/// Inserts a room with very many messages, and very many empty rooms, directly into the database of a stopped server. Over HTTP or
/// a socket a million messages would take a minute.
/// </summary>
internal static class Seed
{
    public static Report Run(Options options)
    {
        var database = options.Text("database", "");
        var (messages, rooms) = (options.Number("messages", 0, least: 0), options.Number("rooms", 0, least: 0));
        var id = Guid.Parse(options.Text("room", Guid.CreateVersion7().ToString()));
        options.MustBeEmpty();
        if (!File.Exists(database))
            throw new UsageException("--database takes the database file of a stopped server that has run once.");

        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        AddRoom(connection, id, messages);
        for (var i = 0; i < rooms; i++)
            AddRoom(connection, Guid.CreateVersion7(), lastSeq: 0);
        AddMessages(connection, id, messages);
        AddCount(connection, "messages", messages);
        AddCount(connection, "rooms", rooms + 1);
        transaction.Commit();

        var report = new Report($"seed: room {id} in {database}");
        report.Add("messages", messages);
        report.Add("empty_rooms", rooms);
        return report;
    }

    private static void AddRoom(SqliteConnection connection, Guid id, long lastSeq)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO rooms (id, name, created_at, last_seq) VALUES ($id, 'load', $now, $last_seq)";
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$now", DateTime.UtcNow);
        command.Parameters.AddWithValue("$last_seq", lastSeq);
        command.ExecuteNonQuery();
    }

    private static void AddMessages(SqliteConnection connection, Guid roomId, int count)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            INSERT INTO room_events (room_id, seq, id, kind, timestamp, user_id, username, content, client_id)
            VALUES ($room, $seq, $id, 'message', $now, $user, 'load-000000', $content, $client_id)
            """;
        command.Parameters.AddWithValue("$room", roomId);
        command.Parameters.AddWithValue("$user", Guid.CreateVersion7());
        command.Parameters.AddWithValue("$now", DateTime.UtcNow);
        command.Parameters.AddWithValue("$content", new string('x', 100));
        var seq = command.Parameters.Add("$seq", SqliteType.Integer);
        var id = command.Parameters.Add("$id", SqliteType.Text);
        var clientId = command.Parameters.Add("$client_id", SqliteType.Text);
        command.Prepare();
        for (var i = 1; i <= count; i++)
        {
            (seq.Value, id.Value, clientId.Value) = (i, Guid.CreateVersion7(), $"{i:d28}");
            command.ExecuteNonQuery();
        }
    }

    private static void AddCount(SqliteConnection connection, string name, long count)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            INSERT INTO counters (name, shard, value) VALUES ($name, 0, $count)
            ON CONFLICT (name, shard) DO UPDATE SET value = value + $count
            """;
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$count", count);
        command.ExecuteNonQuery();
    }
}
