using MediatR;
using Npgsql;
using VideoChat.Application.Webhooks.CreateWebhook;
using VideoChat.Application.Webhooks.DeleteWebhook;
using VideoChat.Application.Webhooks.UpdateWebhook;
using VideoChat.Infrastructure.IntegrationTests.Support;
using Dialect = VideoChat.Infrastructure.Persistence.Postgres.PostgresDatabase;
using PostgresDatabase = VideoChat.Databases.PostgresDatabase;

namespace VideoChat.Infrastructure.IntegrationTests.Webhooks.Outbox;

/// <summary>A change of the subscriptions is answered only when no machine uses the earlier ones.</summary>
public sealed class WaitForOpenTransactionsTests : IAsyncDisposable
{
    private TestHost _host = null!;
    private Guid _endpointId;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        PostgresDatabase.IgnoreWithoutServer();
        _host = await TestHost.StartAsync(column: Column.Postgres);
    }

    [SetUp]
    public async Task CreateEndpointAsync() => _endpointId = (await _host.SendAsync(CreateCommand())).Id;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [Test]
    public Task Create_WhenAnotherMachineIsInATransaction_IsAnsweredAfterItsEnd() => AssertWaitsAsync(CreateCommand());

    [Test]
    public Task Update_WhenItDisablesTheEndpoint_IsAnsweredAfterTheTransactionsOfOtherMachines() =>
        AssertWaitsAsync(new UpdateWebhookCommand(_endpointId, null, null, null, Enabled: false));

    [Test]
    public Task Update_WhenItChangesTheEvents_IsAnsweredAfterTheTransactionsOfOtherMachines() =>
        AssertWaitsAsync(new UpdateWebhookCommand(_endpointId, null, ["user.joined"], null, null));

    [Test]
    public Task Delete_WhenAnotherMachineIsInATransaction_IsAnsweredAfterItsEnd() => AssertWaitsAsync(new DeleteWebhookCommand(_endpointId));

    [Test]
    public async Task Update_WhenTheSubscriptionStaysTheSame_DoesNotWait()
    {
        await using var other = await OtherMachine.BeginAsync(_host);

        var updated = await _host.SendAsync(new UpdateWebhookCommand(_endpointId, null, null, "renamed", null)).WaitAsync(Wait.Timeout);

        Assert.That(updated.Description, Is.EqualTo("renamed"));
    }

    private static CreateWebhookCommand CreateCommand() => new("https://partner.example", ["message.posted"], null, null);

    private async Task AssertWaitsAsync<TAnswer>(IRequest<TAnswer> command)
    {
        await using var other = await OtherMachine.BeginAsync(_host);

        var answer = _host.SendAsync(command);
        await Wait.UntilAsync(IsWaitingAsync, "the command waits for the other machine");
        var wasEarly = answer.IsCompleted;
        await other.CommitAsync();
        await answer.WaitAsync(Wait.Timeout);

        Assert.That(wasEarly, Is.False);
    }

    private async Task<bool> IsWaitingAsync()
    {
        await using var connection = await _host.Postgres.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND NOT granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """,
            connection);
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    /// <summary>Another machine in a transaction of its log. Each such transaction begins with this lock.</summary>
    private sealed class OtherMachine(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public static async Task<OtherMachine> BeginAsync(TestHost host)
        {
            var connection = await host.Postgres.OpenAsync();
            var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock_shared({Dialect.WebhookLock})", connection);
            await command.ExecuteNonQueryAsync();
            return new OtherMachine(connection, transaction);
        }

        public Task CommitAsync() => transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
