using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>Two processes on one PostgreSQL and one Redis sign their signals with a secret from the database.</summary>
[Category("Cluster")]
public sealed class SharedSecretTests
{
    private string _redis = null!;
    private PostgresDatabase _database = null!;
    private ApiServer[] _servers = [];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        PostgresDatabase.IgnoreWithoutServer();
        _redis = TestRedis.Shared();
        _database = await PostgresDatabase.CreateAsync();
        _servers = await Task.WhenAll(StartServerAsync(), StartServerAsync());
        await Task.WhenAll(_servers.Select(WaitForBackplaneAsync));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    /// <summary>Machines need the secret only for signals.</summary>
    [Test]
    public async Task Start_WhenTheSharedSecretCannotBeRead_DeliversMessagesAndSignalsLater()
    {
        var (room, ada, bob) = await _servers[0].CreateRoomForTwoAsync();
        await using var speaker = await RoomClient.JoinAsync(_servers[0], room, bob);
        await _database.ExecuteAsync("ALTER TABLE shared_secrets RENAME TO hidden");
        try
        {
            await using var alone = await StartServerAsync();
            await using var there = await RoomClient.JoinAsync(alone, room, ada);
            await speaker.SayAsync("do you hear me?");
            Assert.That((await there.ReceiveAsync()).Text("content"), Is.EqualTo("do you hear me?"));

            await _database.ExecuteAsync("ALTER TABLE hidden RENAME TO shared_secrets");
            await WaitForBackplaneAsync(alone);
            await WaitForSignalAsync(speaker, there);
        }
        finally
        {
            await _database.ExecuteAsync("ALTER TABLE IF EXISTS hidden RENAME TO shared_secrets");
        }
    }

    /// <summary>The secret changes when a backup is restored, and no machine needs a restart.</summary>
    [Test]
    public async Task Signal_WhenTheSharedSecretHasChanged_IsReceivedAgainSoon()
    {
        var (room, ada, bob) = await _servers[0].CreateRoomForTwoAsync();
        await using var listener = await RoomClient.JoinAsync(_servers[1], room, ada);
        await using var speaker = await RoomClient.JoinAsync(_servers[0], room, bob);
        await listener.ReceiveAsync("user_joined");

        await _database.ExecuteAsync("DELETE FROM shared_secrets");
        await using var third = await StartServerAsync();
        await WaitForBackplaneAsync(third);
        await using var newcomer = await RoomClient.JoinAsync(third, room, bob);

        await WaitForSignalAsync(newcomer, listener);
    }

    // Signals are best effort. A machine that has just connected to Redis subscribes to its rooms within a second.
    private static Task WaitForSignalAsync(RoomClient speaker, RoomClient listener) => Eventually.BeTrueAsync(
        async () =>
        {
            await speaker.SendAsync(new { type = "typing" });
            return (await listener.DrainAsync()).OfType("typing").Any();
        },
        "one machine receives the signals of the other");

    private static Task WaitForBackplaneAsync(ApiServer server) => Cluster.Cluster.WaitForBackplaneAsync(server, "up");

    private Task<ApiServer> StartServerAsync() => ApiServer.StartAsync(
        ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", _database.ConnectionString),
        ("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", _redis));
}
