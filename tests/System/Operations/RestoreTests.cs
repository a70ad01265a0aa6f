using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.SystemTests.Cluster;

namespace VideoChat.SystemTests.Operations;

/// <summary>
/// An older copy of the database is restored. Clients come back before and after the room has outgrown their position, and end up with the
/// log as it is.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class RestoreTests
{
    private const int Kept = 5;
    private const int Lost = 10;

    [Test]
    public async Task Sqlite_WhenAnOlderCopyIsRestored_ClientsDropWhatTheLogHasLost()
    {
        await using var api = await ApiServer.StartAsync();
        var file = Path.Combine(api.Storage, "videochat.db");
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await TalkAsync(api, room, ada, Kept);
        await StopAsync(api);
        File.Copy(file, file + ".copy");
        await api.StartAsync();
        var positions = await TalkAsync(api, room, ada, Lost);
        await using var client = new PositionClient([api.Address], 0, room, bob);
        await HasEventsAsync(client, Kept + Lost);

        await StopAsync(api);
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(file + suffix);
        File.Move(file + ".copy", file);
        await api.StartAsync();

        await AssertClientsLearnAsync([api], room, ada, client, positions);
    }

    [Test]
    public async Task Postgres_WhenAnOlderCopyIsRestored_ClientsOfTwoMachinesDropWhatTheLogHasLost()
    {
        PostgresDatabase.IgnoreWithoutServer();
        TestRedis.IgnoreWithoutServer();
        await using var original = await PostgresDatabase.CreateAsync();
        await using var api = await ApiServer.StartAsync(On(original));
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await TalkAsync(api, room, ada, Kept);
        await StopAsync(api);
        await using var copy = await PostgresDatabase.CreateAsync(original);
        await api.StartAsync();
        var positions = await TalkAsync(api, room, ada, Lost);
        List<Uri> addresses = [api.Address];
        await using var client = new PositionClient(addresses, 0, room, bob);
        await HasEventsAsync(client, Kept + Lost);

        await StopAsync(api);
        var machines = await Task.WhenAll(ApiServer.StartAsync(On(copy)), ApiServer.StartAsync(On(copy)));
        await using var first = machines[0];
        await using var second = machines[1];
        addresses.AddRange(machines.Select(machine => machine.Address));

        await AssertClientsLearnAsync(machines, room, ada, client, positions);
    }

    /// <param name="client">A client that comes back before the room outgrows its position.</param>
    /// <param name="lost">Positions that the log has lost, for clients that come back later.</param>
    private static async Task AssertClientsLearnAsync(
        ApiServer[] machines, Guid room, TestUser ada, PositionClient client, List<string> lost)
    {
        await HasTheLogAsync(machines[0], room, client, Kept);
        await AssertResyncsAsync(machines[^1], room, ada, lost[^1], Kept);

        await TalkAsync(machines[^1], room, ada, Lost + 5);
        await HasTheLogAsync(machines[0], room, client, Kept + Lost + 5);
        foreach (var machine in machines)
        {
            await AssertResyncsAsync(machine, room, ada, lost[0], Kept + Lost + 5);
            await AssertResyncsAsync(machine, room, ada, lost[^1], Kept + Lost + 5);
        }
        Assert.That((client.Resyncs, client.Fault), Is.EqualTo((1, (string?)null)));
    }

    private static async Task AssertResyncsAsync(ApiServer api, Guid room, TestUser user, string position, int lastSeq)
    {
        await using var socket = await RoomClient.JoinAsync(api, room, user, after: position);
        var resync = await socket.ReceiveAsync();

        Assert.That(resync.Type(), Is.EqualTo("resync"));
        Assert.That(resync.GetProperty("last_seq").GetInt64(), Is.EqualTo(lastSeq));
        Assert.That(resync.Text("position"), Is.EqualTo((await api.GetJsonAsync($"/rooms/{room}")).Text("position")));
    }

    private static async Task<List<string>> TalkAsync(ApiServer api, Guid room, TestUser user, int count)
    {
        var positions = new List<string>();
        for (var i = 0; i < count; i++)
        {
            JsonElement message = await api.PostMessageAsync(room, user, $"message {i}");
            positions.Add($"{message.Seq()}:{message.Text("id")}");
        }
        return positions;
    }

    private static Task HasEventsAsync(PositionClient client, int count) =>
        Eventually.BeTrueAsync(() => client.Log.Count == count, $"the client has {count} events", TimeSpan.FromSeconds(30));

    private static async Task HasTheLogAsync(ApiServer api, Guid room, PositionClient client, int count)
    {
        var log = (await api.ReadEventsAsync(room)).Select(roomEvent => roomEvent.Text("id")).ToList();
        Assert.That(log, Has.Count.EqualTo(count));
        await Eventually.BeTrueAsync(() => client.Log.SequenceEqual(log), $"the client shows the log, {count} events", TimeSpan.FromSeconds(30));
    }

    private static async Task StopAsync(ApiServer api)
    {
        api.Terminate();
        Assert.That(await api.WaitForExitAsync(), Is.Zero);
    }

    private static (string Key, string Value)[] On(PostgresDatabase database) =>
    [
        ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", database.ConnectionString),
        ("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", TestRedis.Shared()),
    ];
}
