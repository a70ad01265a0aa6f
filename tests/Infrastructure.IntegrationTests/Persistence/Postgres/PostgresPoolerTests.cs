using Npgsql;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence.Postgres;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Postgres;

/// <remarks>These tests do not run in parallel, because the process has only one exit code.</remarks>
public sealed class PostgresPoolerTests
{
    [OneTimeSetUp]
    public void SkipWithoutPostgres() => Databases.PostgresDatabase.IgnoreWithoutServer();

    [TearDown]
    public void ForgetTheExitCode() => Environment.ExitCode = 0;

    [TestCase(null, false)]
    [TestCase("session", false)]
    [TestCase("transaction", true)]
    public async Task IsTransactionalAsync_IsTrueOnlyOfAPoolPerTransaction(string? poolMode, bool expected)
    {
        await using var database = await Databases.PostgresDatabase.CreateAsync();
        await using var bouncer = poolMode is null ? null : await PgBouncer.StartAsync(poolMode, database);
        var connectionString = bouncer?.ConnectionStringOf(database) ?? database.ConnectionString;

        var found = await PostgresPooler.IsTransactionalAsync(new NpgsqlConnectionStringBuilder(connectionString), CancellationToken.None);

        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public async Task StartAsync_ThroughAPoolPerTransaction_EndsWithALineThatSaysWhatToDoAndLeavesNoLock()
    {
        await using var database = await Databases.PostgresDatabase.CreateAsync();
        await using var bouncer = await PgBouncer.StartAsync("transaction", database);
        var settings = new Dictionary<string, string?>
        {
            ["Database:Provider"] = "Postgres",
            ["ConnectionStrings:Default"] = bouncer.ConnectionStringOf(database),
        };
        await using var host = TestHost.Create(settings: settings);

        await host.MigrateAsync();

        Assert.That(host.Stopping.IsCancellationRequested, Is.True);
        Assert.That(host.Logs.Lines.Select(line => line.Text), Has.Some.Contains("pool_mode = session"));
        await using var connection = await database.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            connection);
        Assert.That(await command.ExecuteScalarAsync(), Is.Zero);
    }
}
