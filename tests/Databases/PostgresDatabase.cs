using Npgsql;
using NUnit.Framework;

namespace VideoChat.Databases;

/// <summary>A database of one test's own on the PostgreSQL that the suite was given; it goes with the test.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("VIDEOCHAT_TEST_POSTGRES");

    private readonly string _name;

    private PostgresDatabase(string name) => _name = name;

    /// <summary>For VideoChat, as configuration has it.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server) { Database = _name }.ToString();

    public static bool HasServer => !string.IsNullOrEmpty(Server);

    public static void IgnoreWithoutServer()
    {
        if (!HasServer)
            Assert.Ignore("PostgreSQL is missing: VIDEOCHAT_TEST_POSTGRES names no server. tests/run.sh starts one.");
    }

    /// <param name="template">A database that nobody is connected to, to begin as its copy.</param>
    public static async Task<PostgresDatabase> CreateAsync(PostgresDatabase? template = null)
    {
        var database = new PostgresDatabase($"videochat_{Guid.NewGuid():n}");
        await AdministerAsync($"CREATE DATABASE {database._name} TEMPLATE {template?._name ?? "template1"}");
        return database;
    }

    /// <summary>Runs a statement in this database, behind VideoChat's back.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection to this database that no pool keeps.</summary>
    public Task<NpgsqlConnection> OpenAsync() => OpenAsync(ConnectionString);

    /// <summary>
    /// Ends all connections and takes no new ones until what is returned is disposed of: what clients see of a restart.
    /// </summary>
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
