using System.Diagnostics;
using NUnit.Framework.Interfaces;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.SystemTests.Faults;

namespace VideoChat.SystemTests.Cluster;

/// <summary>
/// PostgreSQL fails over to a standby that lacks the newest events. Two machines notice it without a restart, and every client ends up with
/// the log as it is.
/// </summary>
[NonParallelizable]
public sealed class FailoverTests
{
    private readonly List<PrivatePostgres> _former = [];
    private Cluster _cluster = null!;
    private PrivatePostgres _primary = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _cluster = await Cluster.StartAsync(2);
        _primary = _cluster.Postgres;
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        foreach (var postgres in _former)
            await postgres.DisposeAsync();
    }

    [TearDown]
    public async Task PrintLogsAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status != TestStatus.Failed)
            return;
        foreach (var node in _cluster.Nodes)
            await TestContext.Out.WriteLineAsync($"{node.Address}:\n{node.Log}");
    }

    [Test]
    public async Task Failover_UnderLoadToAStandbyThatLags_LeavesNoSilentSocketAndNoLostMessage() => await FailOverAsync();

    [Test, Category(Tier.Long)]
    public async Task Failover_TwentyTimes_LeavesNoSilentSocketAndNoLostMessage()
    {
        for (var i = 0; i < 20; i++)
            await FailOverAsync();
    }

    private async Task FailOverAsync()
    {
        var (busy, ada, bob) = await _cluster.Nodes[0].CreateRoomForTwoAsync();
        var quiet = await _cluster.Nodes[0].CreateRoomAsync();
        await _cluster.Nodes[0].PostMessageAsync(quiet, ada, "kept");
        await using var clients = new Clients();
        List<PositionClient> Join(Guid room) => [.. Enumerable.Range(0, 4).Select(i => clients.Add(new PositionClient(_cluster.Addresses, i, room, bob)))];
        var (busyClients, quietClients) = (Join(busy), Join(quiet));
        var (early, late) = (quietClients[3], busyClients[3]);
        await using var load = RetryingLoad.Start(_cluster.Nodes, busy, [ada, bob], senders: 6);
        await load.WaitForAnswersAsync(100);

        var standby = await _primary.StartStandbyAsync();
        _former.Add(standby);
        await standby.FallBehindAsync(_primary);
        for (var i = 0; i < 3; i++)
            await _cluster.Nodes[i % 2].PostMessageAsync(quiet, ada, $"lost {i}");
        await load.WaitForAnswersAsync(100);
        await Eventually.BeTrueAsync(() => quietClients.All(client => client.Log.Count == 4), "the clients have what will be lost");
        early.Leave();
        late.Leave();

        await standby.TakeOverAsync(_primary);
        var reachable = Stopwatch.GetTimestamp();
        _primary = standby;

        // The quiet room gets no writes.
        early.ComeBack();
        await AssertHaveTheLogAsync(quiet, quietClients, count: 1);
        var noticed = quietClients.SkipLast(1).Max(client => Stopwatch.GetElapsedTime(reachable, client.RestartedAt ?? long.MaxValue));
        Assert.That(quietClients.Select(client => client.Resyncs), Is.All.GreaterThan(0));
        // The busy room outgrows the position of a client that is away.
        var away = late.Log.Count;
        await Eventually.BeTrueAsync(
            async () => Seq(await _cluster.Nodes[0].GetJsonAsync($"/rooms/{busy}")) > away + 100, "the busy room has outgrown the lost events",
            TimeSpan.FromSeconds(60));
        late.ComeBack();
        await load.StopAsync();
        await AssertHaveTheLogAsync(busy, busyClients);
        Assert.That(late.Resyncs, Is.GreaterThan(0));
        await AssertAreLiveAsync(quiet, ada, quietClients);
        await AssertAreLiveAsync(busy, ada, busyClients);

        Assert.That(busyClients.Concat(quietClients).Select(client => client.Fault), Is.All.Null);
        await TestContext.Out.WriteLineAsync(
            $"the quiet room was closed {noticed.TotalMilliseconds:0} ms after the database was reachable; {load.Answers.Count} messages");
        Assert.That(noticed, Is.LessThan(TimeSpan.FromSeconds(5)), "the measured time is printed; this bound is generous");
    }

    private async Task AssertHaveTheLogAsync(Guid room, List<PositionClient> clients, int? count = null)
    {
        var log = (await _cluster.Nodes[0].ReadEventsAsync(room)).Select(roomEvent => roomEvent.Text("id")).ToList();
        if (count is not null)
            Assert.That(log, Has.Count.EqualTo(count));
        foreach (var (i, client) in clients.Index())
            await Eventually.BeTrueAsync(() => client.Log.SequenceEqual(log), $"client {i} shows the log, {log.Count} events", TimeSpan.FromSeconds(20));
    }

    private async Task AssertAreLiveAsync(Guid room, TestUser user, List<PositionClient> clients)
    {
        for (var i = 0; i < 2; i++)
        {
            var live = (await _cluster.Nodes[i].PostMessageAsync(room, user, "live")).Text("id");
            await Eventually.BeTrueAsync(() => clients.All(client => client.Log[^1] == live), "every client gets new messages", TimeSpan.FromSeconds(20));
        }
        await AssertHaveTheLogAsync(room, clients);
    }

    private static long Seq(System.Text.Json.JsonElement room) =>
        long.Parse(room.Text("position").Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Clients : IAsyncDisposable
    {
        private readonly List<PositionClient> _all = [];

        public PositionClient Add(PositionClient client)
        {
            _all.Add(client);
            return client;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in _all)
                await client.DisposeAsync();
        }
    }
}
