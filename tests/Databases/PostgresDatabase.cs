using Npgsql;
using NUnit.Framework;

namespace VideoChat.Databases;

/// <summary>A database for one test, on the PostgreSQL server of the tests. It is dropped when it is disposed.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("VIDEOCHAT_TEST_POSTGRES");

    private readonly string _name;

    private PostgresDatabase(string name) => _name = name;

    /// <summary>The connection string in the form of VideoChat's configuration.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = _name }.ToString();

    public static bool HasServer => !string.IsNullOrEmpty(Server);

    public static void IgnoreWithoutServer()
    {
        if (!HasServer)
            Assert.Ignore("PostgreSQL is missing: VIDEOCHAT_TEST_POSTGRES names no server. tests/run.sh starts one.");
    }

    /// <param name="template">The database to copy. It must have no connections.</param>
    public static async Task<PostgresDatabase> CreateAsync(PostgresDatabase? template = null)
    {
        var database = new PostgresDatabase($"videochat_{Guid.NewGuid():n}");
        await AdministerAsync($"CREATE DATABASE {database._name} TEMPLATE {template?._name ?? "template1"}");
        return database;
    }

    /// <summary>Runs a statement in this database without VideoChat.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Opens a connection to this database outside any pool.</summary>
    public Task<NpgsqlConnection> OpenAsync() => OpenAsync(ConnectionString);

    /// <summary>Ends all connections and refuses new ones until the result is disposed. To clients it looks like a restart.</summary>
    public async Task<IAsyncDisposable> ShutAsync()
    {
        await AdministerAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false");
        await AdministerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");
        return new Shut(_name);
    }

    public async ValueTask DisposeAsync() => await AdministerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private static async Task AdministerAsync(string sql)
    {
        await using var connection = await OpenAsync(Server!);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    private sealed class Shut(string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await AdministerAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
    }
}
