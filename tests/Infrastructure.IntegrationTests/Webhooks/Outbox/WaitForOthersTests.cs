using Npgsql;
using VideoChat.Application.Webhooks.CreateWebhook;
using VideoChat.Infrastructure.IntegrationTests.Support;
using Dialect = VideoChat.Infrastructure.Persistence.Postgres.PostgresDatabase;
using PostgresDatabase = VideoChat.Databases.PostgresDatabase;

namespace VideoChat.Infrastructure.IntegrationTests.Webhooks.Outbox;

public sealed class WaitForOthersTests
{
    [OneTimeSetUp]
    public void SkipWithoutPostgres() => PostgresDatabase.IgnoreWithoutServer();

    [Test]
    public async Task Create_WhenAnotherMachineHasATransaction_IsAnsweredAfterItsEnd()
    {
        await using var host = await TestHost.StartAsync(column: Column.Postgres);
        await using var connection = await host.Postgres.OpenAsync();
        // Every transaction of a log begins with this lock.
        await using var transaction = await connection.BeginTransactionAsync();
        await using var share = new NpgsqlCommand($"SELECT pg_advisory_xact_lock_shared({Dialect.WebhookLock})", connection);
        await share.ExecuteNonQueryAsync();

        var created = host.SendAsync(new CreateWebhookCommand("https://partner.example", ["message.posted"], null, null));
        await Wait.UntilAsync(() => IsWaitedForAsync(host), "it waits for the other");
        var wasEarly = created.IsCompleted;
        await transaction.CommitAsync();

        Assert.That(wasEarly, Is.False);
        Assert.That((await created).Enabled, Is.True);
    }

    private static async Task<bool> IsWaitedForAsync(TestHost host)
    {
        await using var connection = await host.Postgres.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND NOT granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            connection);
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }
}
