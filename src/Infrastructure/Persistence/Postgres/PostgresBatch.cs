using Npgsql;

namespace VideoChat.Infrastructure.Persistence.Postgres;

internal static class PostgresBatch
{
    /// <summary>Adds a statement with its parameters, $1 and on.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
        return command;
    }
}
