using Npgsql;
using NpgsqlTypes;

namespace VideoChat.Infrastructure.Persistence.Postgres;

internal static class PostgresBatch
{
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
        return command;
    }

    /// <summary>Creates a typed array, because Npgsql cannot infer the type of an empty one.</summary>
    public static NpgsqlParameter Timestamps(IEnumerable<DateTime> times) =>
        new() { Value = times.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };
}
