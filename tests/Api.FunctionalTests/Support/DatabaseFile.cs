using Microsoft.Data.Sqlite;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>The server's database from outside, to make happen what no request can.</summary>
internal static class DatabaseFile
{
    public static async Task<int> ExecuteSqlAsync(this ApiServer api, string sql)
    {
        await using var db = new SqliteConnection($"Data Source={Path.Combine(api.Storage, "videochat.db")};Pooling=False");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }
}
