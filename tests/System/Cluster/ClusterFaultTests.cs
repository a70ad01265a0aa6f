using System.Diagnostics;
using NUnit.Framework.Interfaces;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Cluster;

/// <summary>Steady clients use all three machines while something fails. No message is lost or duplicated, and all see one order.</summary>
[NonParallelizable, Category("Cluster")]
public sealed class ClusterFaultTests
{
    private Cluster _cluster = null!;

    [OneTimeSetUp]
    public async Task StartAsync() =>
        _cluster = await Cluster.StartAsync(
            3, ("Backplane__LeaseSeconds", $"{Cluster.LeaseSeconds}"), ("Backplane__LookSeconds", "2"), ("Shutdown__DrainSeconds", "1"));

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
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
    public async Task Load_WhenTheClockOfOneMachineIsAnHourAhead_HasOneOrderOnAllMachines()
    {
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses, rooms: 1, clientsPerRoom: 9);

        await load.ContinueAsync(100);

        var log = (await load.FinishAsync("a clock that is ahead")).Single();
        var later = DateTime.UtcNow + (ClockAhead.By / 2);
        var ahead = log.Select(message => message.GetProperty("timestamp").GetDateTime() > later).ToList();
        Assert.That(ahead.Zip(ahead.Skip(1)).Count(pair => pair.First && !pair.Second), Is.GreaterThan(100), "the order is not that of the clocks");
    }

    [Test]
    public async Task Kill_WhenAMachineDies_ItsUsersContinueElsewhereOrLeaveOnce()
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
        await load.ContinueAsync(10);
        foreach (var client in new[] { watcher, other })
            Assert.That((await client.ReceiveAsync("user_left")).GetProperty("user_id").GetGuid(), Is.EqualTo(bob.Id));
        Assert.That(Stopwatch.GetElapsedTime(killed), Is.LessThan(TimeSpan.FromSeconds(30)));
        Assert.That(await Cluster.PresenceAsync(_cluster.Nodes[1], room), Is.EqualTo("ada 2"));
        await node.StartAsync();
        await Cluster.WaitForBackplaneAsync(node, "up");
        await load.ContinueAsync(10);

        await load.FinishAsync("kill -9 of a machine");
        foreach (var client in new[] { watcher, other })
            Assert.That((await client.DrainAsync()).OfType("user_left"), Is.Empty, "said once");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Redis_WhenItIsUnavailable_NothingIsLost(bool isPaused)
    {
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        if (isPaused)
            _cluster.Redis.Pause();
        else
            await _cluster.Redis.StopAsync();
        await _cluster.WaitForBackplanesAsync("degraded");
        await load.ContinueAsync(Cluster.Outage);
        await load.ContinueAsync(2);
        if (isPaused)
            _cluster.Redis.Resume();
        else
            _cluster.Redis.StartAgain();
        await _cluster.WaitForBackplanesAsync("up");
        await load.ContinueAsync(10);

        await load.FinishAsync(isPaused ? "Redis paused" : "Redis stopped");
        Assert.That(load.Longest, Is.LessThan(TimeSpan.FromSeconds(5)), "own messages return immediately, with or without Redis");
    }

    [TestCase(300, "up")]
    [TestCase(1_500, "degraded")]
    public async Task Redis_WhenItIsSlow_NothingWaitsForIt(int milliseconds, string state)
    {
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        foreach (var wire in _cluster.Wires)
            wire.ReplyDelay = TimeSpan.FromMilliseconds(milliseconds);
        await _cluster.WaitForBackplanesAsync(state);
        await load.ContinueAsync(Cluster.Outage);
        await load.ContinueAsync(5);
        await _cluster.WaitForBackplanesAsync(state);
        foreach (var wire in _cluster.Wires)
            wire.ReplyDelay = TimeSpan.Zero;
        await _cluster.WaitForBackplanesAsync("up");
        await load.ContinueAsync(10);

        await load.FinishAsync($"Redis {milliseconds} ms late");
        Assert.That(load.Longest, Is.LessThan(TimeSpan.FromSeconds(5)), "own messages return immediately");
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
        await load.ContinueAsync(Cluster.Outage);
        await load.ContinueAsync(2);
        Assert.That((await _cluster.Nodes[0].GetJsonAsync("/health")).GetProperty("services").Text("backplane"), Is.EqualTo("up"));
        _cluster.Wires[1].Mend();
        await _cluster.WaitForBackplanesAsync("up");
        await load.ContinueAsync(10);

        await Eventually.BeTrueAsync(
            async () => await Cluster.PresenceAsync(_cluster.Nodes[0], room) == "ada 1, bob 1", "the machine's users are back");
        await load.FinishAsync("one machine cut off from Redis");
    }

    [Test]
    public async Task Hints_WhenOneMachineReceivesNone_LoseNothing()
    {
        var (room, ada, bob) = await _cluster.Nodes[0].CreateRoomForTwoAsync();
        await using var speaker = await RoomClient.JoinAsync(_cluster.Nodes[0], room, ada);
        await using var deaf = await RoomClient.JoinAsync(_cluster.Nodes[1], room, bob);
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        var said = _cluster.Nodes[1].Log.Length;
        _cluster.Wires[1].LosesHints = true;
        // A quiet room has no gap to detect. Only a poll of the database finds the message.
        await speaker.SayAsync("do you hear me?");
        await deaf.ReceiveAsync("message");
        await load.ContinueAsync(Cluster.Outage);
        await load.ContinueAsync(2);
        _cluster.Wires[1].LosesHints = false;
        await load.ContinueAsync(10);

        await load.FinishAsync("hints lost");
        Assert.That(_cluster.Wires[1].LostHints, Is.GreaterThan(10));
        Assert.That(_cluster.Nodes[1].Log[said..], Does.Not.Contain("Redis is unreachable"), "the machine got no notice");
    }

    [TestCase("joined:{0}:638000000000000000:")]
    [TestCase("left:{0}:638000000000000000:")]
    [TestCase("typing:{0}:638000000000000000:")]
    [TestCase("reached:9000000000000000000")]
    [TestCase("message:{0}:hello")]
    public async Task Redis_WhenAnAttackerPublishes_NothingIsDelivered(string line)
    {
        var (room, ada, bob) = await _cluster.Nodes[0].CreateRoomForTwoAsync();
        await using var listener = await RoomClient.JoinAsync(_cluster.Nodes[0], room, ada);
        await using var speaker = await RoomClient.JoinAsync(_cluster.Nodes[1], room, bob);
        await listener.ReceiveAsync("user_joined");

        var heard = await _cluster.Redis.PublishAsync($"videochat:room:{room:N}", line.Replace("{0}", $"{bob.Id:N}", StringComparison.Ordinal));
        await speaker.SayAsync("it is me");

        Assert.That(heard, Is.EqualTo(2));
        Assert.That((await listener.ReceiveAsync()).Text("type"), Is.EqualTo("message"), "and nothing before it");
        await speaker.SendAsync(new { type = "typing" });
        await listener.ReceiveAsync("typing");
    }

    [Test]
    public async Task Subscriptions_WhenRedisCutsThemRepeatedly_LoseNothing()
    {
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        var said = _cluster.Nodes.Select(node => node.Log.Length).ToList();
        var cuts = 0;
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Cluster.Outage;)
        {
            cuts += await _cluster.Redis.CutSubscriptionsAsync();
            await load.ContinueAsync(1);
        }
        await _cluster.WaitForBackplanesAsync("up");
        await load.ContinueAsync(10);

        await load.FinishAsync($"{cuts} subscriptions cut");
        Assert.That(cuts, Is.GreaterThan(_cluster.Nodes.Count), "they reconnected and were cut again");
        foreach (var (node, before) in _cluster.Nodes.Zip(said))
            Assert.That(node.Log[before..], Does.Contain("Redis is unreachable"), "a publication in between was missed");
    }

    [Test]
    public async Task Subscriptions_WhenRedisHasLostThem_AreRenewed()
    {
        var (room, ada, bob) = await _cluster.Nodes[0].CreateRoomForTwoAsync();
        await using var near = await RoomClient.JoinAsync(_cluster.Nodes[0], room, ada);
        await using var deaf = await RoomClient.JoinAsync(_cluster.Nodes[1], room, bob);
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        await Cluster.WaitForBackplaneAsync(_cluster.Nodes[1], "up");
        var said = _cluster.Nodes[1].Log.Length;
        await _cluster.Wires[1].ForgetSubscriptionsAsync();
        await Eventually.BeTrueAsync(
            () => _cluster.Nodes[1].Log[said..].Contains("Redis is unreachable", StringComparison.Ordinal), "the machine receives no echo");
        await Cluster.WaitForBackplaneAsync(_cluster.Nodes[1], "up");
        // Only hints can deliver the message in time.
        await Eventually.BeTrueAsync(
            async () =>
            {
                await near.SendAsync(new { type = "typing" });
                return (await deaf.DrainAsync()).OfType("typing").Any();
            },
            "the room is received again");
        await load.ContinueAsync(10);

        await load.FinishAsync("subscriptions forgotten");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Database_WhenItRestarts_LosesNothing(bool isKilled)
    {
        await using var load = await ClusterLoad.StartAsync(_cluster, _cluster.Addresses);

        if (isKilled)
            await _cluster.Postgres.KillAsync();
        else
            await _cluster.Postgres.StopAsync(isCrash: false);
        await Task.Delay(Cluster.Outage);
        await _cluster.Postgres.StartAgainAsync();
        await load.ContinueAsync(10);

        await load.FinishAsync(isKilled ? "PostgreSQL killed" : "PostgreSQL restarted");
    }

    [Test]
    public async Task Restart_OneMachineAfterTheOther_LosesNothing()
    {
        await using var nginx = await Nginx.StartAsync(_cluster.Addresses);
        // There are few clients, because they share the processor with the starting machines.
        await using var load = await ClusterLoad.StartAsync(_cluster, [nginx.Address], rooms: 1);

        foreach (var node in _cluster.Nodes)
        {
            node.Terminate();
            Assert.That(await node.WaitForExitAsync(), Is.Zero);
            await node.StartAsync();
            await load.ContinueAsync(5);
        }

        await load.FinishAsync("rolling restart behind nginx");
        Assert.That(load.Reconnects, Is.LessThanOrEqualTo(6 * 6), "each of the 6 clients is moved three times at most, and hardly ever refused");
        await _cluster.WaitForBackplanesAsync("up");
    }
}
