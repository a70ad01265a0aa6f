using System.Diagnostics;
using VideoChat.Application.Health;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Redis;

/// <summary>Redis is stopped, paused or missing. No call waits for it, and everything works again afterwards.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RedisAwayTests : IAsyncDisposable
{
    private readonly Room _room = Some.Room();
    private readonly User _ada = Some.User("ada");
    private readonly User _bob = Some.User("bob");
    private readonly TestRedis _redis = TestRedis.Start();
    private readonly List<Machine> _machines = [];

    public async ValueTask DisposeAsync()
    {
        _redis.Resume();
        foreach (var machine in _machines)
            await machine.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Broadcast_WhileRedisIsUnavailable_DeliversLocallyWithoutWaiting(bool isPaused)
    {
        var (machine, listener) = await StartAsync();
        await GoAwayAsync(isPaused, machine);

        var watch = Stopwatch.StartNew();
        for (var seq = 1; seq <= 1_000; seq++)
            machine.Backplane.Broadcast(_room.Id, [Some.Message(_room, _ada, seq)]);

        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(listener.Events, Has.Count.EqualTo(1_000));
        Assert.That(machine.Backplane.State, Is.EqualTo(BackplaneState.Degraded));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Subscribe_WhileRedisIsUnavailable_ReceivesAfterwards(bool isPaused)
    {
        var (one, two) = (await StartMachineAsync(), await StartMachineAsync());
        await GoAwayAsync(isPaused, one, two);
        var listener = new RecordingListener();
        await two.Backplane.SubscribeAsync(_room.Id, listener);

        await RestoreAsync(isPaused, one, two);

        await Wait.UntilAsync(
            async () =>
            {
                one.Backplane.Broadcast(_room.Id, [Some.Message(_room, _ada, 7)]);
                return listener.Reached == 7;
            },
            "the room is received");
        Assert.That(two.Backplane.State, Is.EqualTo(BackplaneState.Up));
    }

    [Test]
    public async Task Start_WhileRedisIsUnavailable_ServesAloneUntilItIsUp()
    {
        await _redis.StopAsync();
        var machine = await Machine.StartWithoutRedisAsync(_redis.ConnectionString, _ada, _bob);
        _machines.Add(machine);
        var listener = await ListenAsync(machine);
        await machine.Presence.ConnectAsync(_room, _ada);
        var alone = (machine.Backplane.State, await CountAsync(machine));

        _redis.StartAgain();
        await machine.WaitUntilUpAsync();

        Assert.That(alone, Is.EqualTo((BackplaneState.Degraded, 1)));
        var other = await StartMachineAsync();
        await Wait.UntilAsync(async () => await CountAsync(other) == 1, "the other machine knows of the user");
        Assert.That(listener.Signals.Select(signal => signal.Type), Is.EqualTo(new[] { "user_joined" }));
    }

    [Test]
    public async Task Presence_WhenRedisHasLostItsData_IsRestoredWithoutSignals()
    {
        var (one, two) = (await StartMachineAsync(), await StartMachineAsync());
        var (atOne, atTwo) = (await ListenAsync(one), await ListenAsync(two));
        await one.Presence.ConnectAsync(_room, _ada);
        await two.Presence.ConnectAsync(_room, _bob);
        await two.Presence.ConnectAsync(_room, _ada);
        await atOne.WaitForSignalsAsync(2);
        await atTwo.WaitForSignalsAsync(2);
        await GoAwayAsync(isPaused: false, one, two);

        await RestoreAsync(isPaused: false, one, two);

        foreach (var machine in new[] { one, two })
            await Wait.UntilAsync(async () => await ConnectionsAsync(machine) == "ada 2, bob 1", "presence is whole again");
        await one.Presence.DisconnectAsync(_room, _ada);
        await two.Presence.DisconnectAsync(_room, _ada);
        await atOne.WaitForSignalsAsync(3);
        await atTwo.WaitForSignalsAsync(3);
        var expected = new[] { ("user_joined", "ada"), ("user_joined", "bob"), ("user_left", "ada") };
        Assert.That(atOne.Signals.Select(signal => (signal.Type, signal.Username)), Is.EqualTo(expected));
        Assert.That(atTwo.Signals.Select(signal => (signal.Type, signal.Username)), Is.EqualTo(expected));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Presence_WhenUsersJoinAndLeaveDuringAnOutage_IsSignalledLocallyAndElsewhereLater(bool isPaused)
    {
        var (one, two) = (await StartMachineAsync(), await StartMachineAsync());
        var (atOne, atTwo) = (await ListenAsync(one), await ListenAsync(two));
        await one.Presence.ConnectAsync(_room, _ada);
        await atOne.WaitForSignalsAsync(1);
        await atTwo.WaitForSignalsAsync(1);
        await GoAwayAsync(isPaused, one, two);

        await one.Presence.DisconnectAsync(_room, _ada);
        await one.Presence.ConnectAsync(_room, _bob);
        var whileAway = (atOne.Signals.Select(signal => signal.Type).ToList(), atTwo.Signals.Count, await ConnectionsAsync(one));
        await RestoreAsync(isPaused, one, two);
        await atTwo.WaitForSignalsAsync(3);

        Assert.That(whileAway.Item1, Is.EqualTo(new[] { "user_joined", "user_left", "user_joined" }));
        Assert.That((whileAway.Item2, whileAway.Item3), Is.EqualTo((1, "bob 1")));
        Assert.That(
            atTwo.Signals.Select(signal => (signal.Type, signal.Username)),
            Is.EquivalentTo(new[] { ("user_joined", "ada"), ("user_joined", "bob"), ("user_left", "ada") }));
        Assert.That(atOne.Signals, Has.Count.EqualTo(3), "they were already delivered");
        await Wait.UntilAsync(async () => await ConnectionsAsync(two) == "bob 1", "presence is whole again");
    }

    private async Task<(Machine Machine, RecordingListener Listener)> StartAsync()
    {
        var machine = await StartMachineAsync();
        return (machine, await ListenAsync(machine));
    }

    private async Task<Machine> StartMachineAsync()
    {
        var machine = await Machine.StartAsync(_redis.ConnectionString, _ada, _bob);
        _machines.Add(machine);
        return machine;
    }

    private async Task<RecordingListener> ListenAsync(Machine machine)
    {
        var listener = new RecordingListener();
        await machine.Backplane.SubscribeAsync(_room.Id, listener);
        return listener;
    }

    private async Task GoAwayAsync(bool isPaused, params Machine[] machines)
    {
        if (isPaused)
            _redis.Pause();
        else
            await _redis.StopAsync();
        await Wait.UntilAsync(() => machines.All(machine => !machine.Link.IsUp), "every machine knows that Redis is away");
    }

    private async Task RestoreAsync(bool isPaused, params Machine[] machines)
    {
        if (isPaused)
            _redis.Resume();
        else
            _redis.StartAgain();
        foreach (var machine in machines)
            await machine.WaitUntilUpAsync();
    }

    private async Task<int> CountAsync(Machine machine) =>
        (await machine.Presence.ListAsync(_room.Id, CancellationToken.None)).Count;

    private async Task<string> ConnectionsAsync(Machine machine) => string.Join(
        ", ",
        (await machine.Presence.ListAsync(_room.Id, CancellationToken.None)).Select(user => $"{user.Username} {user.Connections}"));
}
