using System.Diagnostics;
using NUnit.Framework.Interfaces;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Cluster;

/// <summary>Three machines, steady clients on all of them, and something that breaks: nothing lost, nothing doubled, one order.</summary>
[NonParallelizable, Category("Cluster")]
public sealed class ClusterFaultTests
{
    private Cluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync() =>
        _cluster = await Cluster.StartAsync(3, ("Backplane__LeaseSeconds", "3"), ("Backplane__LookSeconds", "2"), ("Shutdown__DrainSeconds", "1"));

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    [TearDown]
    public async Task TellWhatTheMachinesSaidAsync()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status != TestStatus.Failed)
            return;
        foreach (var node in _cluster.Nodes)
            await TestContext.Out.WriteLineAsync($"{node.Address}:\n{node.Log}");
    }

    [Test]
    public async Task Load_WhenNothingBreaks_HasOneOrderOnAllMachines()
    {
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses, rooms: 1, clientsPerRoom: 9);

        await load.GoOnAsync(100);

        await load.FinishAsync("nothing");
    }

    [Test]
    public async Task Kill_WhenAMachineDies_ItsUsersGoOnElsewhereAndWhoDoesNotIsGoneOnce()
    {
        var node = _cluster.Nodes[2];
        var (room, ada, bob) = await _cluster.Nodes[0].CreateRoomForTwoAsync();
        await using var watcher = await RoomClient.JoinAsync(_cluster.Nodes[0], room, ada);
        await using var other = await RoomClient.JoinAsync(_cluster.Nodes[1], room, ada);
        await using var ghost = await RoomClient.JoinAsync(node, room, bob);
        await watcher.ReceiveAsync("user_joined");
        await other.ReceiveAsync("user_joined");
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        await node.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        Assert.That(await Cluster.PresenceAsync(_cluster.Nodes[0], room), Is.EqualTo("ada 2, bob 1"));
        await load.GoOnAsync(10);
        foreach (var client in new[] { watcher, other })
            Assert.That((await client.ReceiveAsync("user_left")).GetProperty("user_id").GetGuid(), Is.EqualTo(bob.Id));
        Assert.That(Stopwatch.GetElapsedTime(killed), Is.LessThan(TimeSpan.FromSeconds(30)));
        Assert.That(await Cluster.PresenceAsync(_cluster.Nodes[1], room), Is.EqualTo("ada 2"));
        await node.StartAsync();
        await Cluster.WaitForBackplaneAsync(node, "up");
        await load.GoOnAsync(10);

        await load.FinishAsync("kill -9 of a machine");
        foreach (var client in new[] { watcher, other })
            Assert.That((await client.DrainAsync()).OfType("user_left"), Is.Empty, "said once");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Redis_WhenItIsAway_IsMissedByNobody(bool isPaused)
    {
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        if (isPaused)
            _cluster.Redis.Pause();
        else
            await _cluster.Redis.StopAsync();
        await _cluster.WaitForBackplanesAsync("degraded");
        await Task.Delay(Cluster.Outage);
        await load.GoOnAsync(2);
        if (isPaused)
            _cluster.Redis.Resume();
        else
            _cluster.Redis.StartAgain();
        await _cluster.WaitForBackplanesAsync("up");
        await load.GoOnAsync(10);

        await load.FinishAsync(isPaused ? "Redis paused" : "Redis stopped");
        Assert.That(load.Longest, Is.LessThan(TimeSpan.FromSeconds(5)), "one's own messages come back at once, Redis or not");
    }

    [Test]
    public async Task Redis_WhenOneMachineIsCutOffFromIt_LosesNothingAndIsTakenBack()
    {
        var (room, ada, bob) = await _cluster.Nodes[0].CreateRoomForTwoAsync();
        await using var near = await RoomClient.JoinAsync(_cluster.Nodes[0], room, ada);
        await using var cutOff = await RoomClient.JoinAsync(_cluster.Nodes[1], room, bob);
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        _cluster.Wires[1].Cut();
        await Cluster.WaitForBackplaneAsync(_cluster.Nodes[1], "degraded");
        await near.SayAsync("from here");
        await cutOff.SayAsync("from there");
        foreach (var client in new[] { near, cutOff })
            Assert.That((await client.ReceiveUntilAsync("message", frame => frame.Seq() == 2)).Count, Is.EqualTo(2));
        await Task.Delay(Cluster.Outage);
        await load.GoOnAsync(2);
        Assert.That((await _cluster.Nodes[0].GetJsonAsync("/health")).GetProperty("services").Text("backplane"), Is.EqualTo("up"));
        _cluster.Wires[1].Mend();
        await _cluster.WaitForBackplanesAsync("up");
        await load.GoOnAsync(10);

        await Eventually.BeTrueAsync(
            async () => await Cluster.PresenceAsync(_cluster.Nodes[0], room) == "ada 1, bob 1", "the machine's users are back");
        await load.FinishAsync("one machine cut off from Redis");
    }

    [Test]
    public async Task Database_WhenItRestarts_LosesNothing()
    {
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        await using (await _cluster.Database.ShutAsync())
            await Task.Delay(Cluster.Outage);
        await load.GoOnAsync(10);

        await load.FinishAsync("PostgreSQL restarted");
    }

    [Test]
    public async Task Restart_WhenItRollsOverTheMachinesBehindTheProxy_NobodyMissesAnything()
    {
        var nodes = _cluster.Nodes[..2];
        await using var nginx = await Nginx.StartAsync(nodes[0].Address, nodes[1].Address);
        await using var load = await ClusterLoad.StartAsync(_cluster, [nginx.Address]);

        foreach (var node in nodes)
        {
            node.Terminate();
            Assert.That(await node.WaitForExitAsync(), Is.Zero);
            await node.StartAsync();
            await load.GoOnAsync(5);
        }

        await load.FinishAsync("rolling restart behind nginx");
        Assert.That(load.Returns, Is.LessThanOrEqualTo(4 * 12), "each of the 12 clients is moved twice, and hardly ever refused");
        await _cluster.WaitForBackplanesAsync("up");
    }
}
