using StackExchange.Redis;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Realtime.Presence;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.IntegrationTests.Realtime.Presence;

public sealed class RedisPresenceTests : PresenceSpecification
{
    private readonly Room _lobby = Some.Room("lobby");
    private readonly User _eve = Some.User("eve");
    private readonly User _max = Some.User("max");
    private readonly List<Machine> _machines = [];
    private string _redis = "";

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var machine in _machines)
            await machine.DisposeAsync();
        _machines.Clear();
    }

    private protected override async Task<IPresence> CreatePresenceAsync(
        Room room, RecordingListener listener, params User[] users)
    {
        _redis = TestRedis.Shared();
        var machine = await StartMachineAsync([.. users, _eve, _max]);
        await machine.Backplane.SubscribeAsync(room.Id, listener);
        return machine.Presence;
    }

    private protected override async Task SettleAsync(Room room, RecordingListener listener)
    {
        var next = listener.Reached + 1;
        await _machines[0].Link.PublishAsync($"room:{room.Id:N}", $"reached:{next}");
        await Wait.UntilAsync(() => listener.Reached == next, "the publication is received");
    }

    [Test]
    public async Task ConnectAsync_WhenTheUserIsConnectedToAnotherMachine_IsOneUserWithAllSockets()
    {
        var (one, two) = (_machines[0], await StartMachineAsync(_eve));
        var listener = await ListenAsync(two);

        await one.Presence.ConnectAsync(_lobby, _eve);
        await two.Presence.ConnectAsync(_lobby, _eve);
        await two.Presence.ConnectAsync(_lobby, _eve);
        var whileBoth = (await ListAsync(one), await ListAsync(two));
        await one.Presence.DisconnectAsync(_lobby, _eve);
        await two.Presence.DisconnectAsync(_lobby, _eve);
        var whileOne = await ListAsync(one);
        await two.Presence.DisconnectAsync(_lobby, _eve);

        Assert.That(whileBoth, Is.EqualTo(("eve 3", "eve 3")));
        Assert.That(whileOne, Is.EqualTo("eve 1"));
        await SettleAsync(_lobby, listener);
        Assert.That(listener.Signals.Select(signal => signal.Type), Is.EqualTo(new[] { "user_joined", "user_left" }));
    }

    [Test]
    public async Task ConnectAsync_WhenAUserSwitchesMachines_JoinedAndLeftAlternateForAll()
    {
        var (one, two) = (_machines[0], await StartMachineAsync(_eve));
        var (atOne, atTwo) = (await ListenAsync(one), await ListenAsync(two));
        async Task HopAsync(Machine machine)
        {
            for (var i = 0; i < 100; i++)
            {
                await machine.Presence.ConnectAsync(_lobby, _eve);
                await machine.Presence.DisconnectAsync(_lobby, _eve);
            }
        }

        await Task.WhenAll(Task.Run(() => HopAsync(one)), Task.Run(() => HopAsync(two)));

        Assert.That(await ListAsync(one), Is.Empty);
        foreach (var listener in new[] { atOne, atTwo })
        {
            await SettleAsync(_lobby, listener);
            var types = listener.Signals.Select(signal => signal.Type).ToList();
            Assert.That(types.Where((_, i) => i % 2 == 0), Is.Not.Empty.And.All.EqualTo("user_joined"));
            Assert.That(types.Where((_, i) => i % 2 == 1), Is.All.EqualTo("user_left"));
            Assert.That(types.Count % 2, Is.Zero);
        }
    }

    [Test]
    public async Task Watch_WhenAMachineIsKilled_ItsUsersLeaveOnce()
    {
        var (one, two, dying) = (_machines[0], await StartMachineAsync(_eve, _max), await StartMachineAsync(_eve, _max));
        var (atOne, atTwo) = (await ListenAsync(one), await ListenAsync(two));
        await dying.Presence.ConnectAsync(_lobby, _eve);
        await dying.Presence.ConnectAsync(_lobby, _max);
        await two.Presence.ConnectAsync(_lobby, _max);

        await dying.DieAsync();

        await Wait.UntilAsync(async () => await ListAsync(one) == "max 1", "the dead machine's users have left");
        foreach (var listener in new[] { atOne, atTwo })
        {
            await SettleAsync(_lobby, listener);
            Assert.That(
                listener.Signals.Select(signal => (signal.Type, signal.Username)),
                Is.EqualTo(new[] { ("user_joined", "eve"), ("user_joined", "max"), ("user_left", "eve") }));
        }
    }

    [Test]
    public async Task Watch_WhenTheKilledMachineHadMoreUsersThanAStep_AllLeave()
    {
        User[] users = [.. Enumerable.Range(0, PresenceScript.MaxUsers + 1).Select(i => Some.User($"user{i}"))];
        var (one, dying) = (await StartMachineAsync(users), await StartMachineAsync(users));
        var listener = await ListenAsync(one);
        foreach (var some in users.Chunk(50))
            await Task.WhenAll(some.Select(user => dying.Presence.ConnectAsync(_lobby, user).AsTask()));

        await dying.DieAsync();

        await Wait.UntilAsync(async () => await ListAsync(one) == "", "the dead machine's users have left");
        await SettleAsync(_lobby, listener);
        Assert.That(
            listener.Signals.CountBy(signal => signal.Type).Select(type => (type.Key, type.Value)),
            Is.EquivalentTo(new[] { ("user_joined", users.Length), ("user_left", users.Length) }));
    }

    [Test]
    public async Task Watch_WhenAnAttackerHasChangedTheKilledMachinesKeys_StillClearsThem()
    {
        var (one, dying) = (_machines[0], await StartMachineAsync(_eve));
        var (link, name) = (one.Link, dying.Link.Machine);
        await dying.Presence.ConnectAsync(_lobby, _eve);
        await link.QueryAsync(redis => redis.HashSetAsync($"{link.Prefix}presence:{_lobby.Id:N}", new string('x', 32) + name, 1));
        await link.QueryAsync(redis => redis.HashSetAsync($"{link.Prefix}presence:{_lobby.Id:N}", name, 1));
        // The hash contains as many fields as one step handles, and each field resembles an id.
        HashEntry[] likeIds = [.. Enumerable.Range(0, PresenceScript.MaxUsers).Select(_ => new HashEntry($"A{Guid.NewGuid():N}"[..32] + name, 1))];
        await link.QueryAsync(async redis =>
        {
            await redis.HashSetAsync($"{link.Prefix}presence:{_lobby.Id:N}", likeIds);
            return true;
        });
        await link.QueryAsync(redis => redis.SetAddAsync(link.ClaimsKey("rooms", name), "no room"));

        await dying.DieAsync();

        await Wait.UntilAsync(async () => await ListAsync(one) == "", "the dead machine's user has left");
        await Wait.UntilAsync(
            async () => !await link.QueryAsync(redis => redis.HashExistsAsync(link.HeartbeatsKey(), name)), "the machine is forgotten");
    }

    [Test]
    public async Task Watch_WhenAMachineCleansUpAfterADeadOne_IsNotDeclaredDead()
    {
        var (one, two, dying) = (_machines[0], await StartMachineAsync(_eve, _max), await StartMachineAsync(_eve, _max));
        var listener = await ListenAsync(one);
        await one.Presence.ConnectAsync(_lobby, _max);
        await two.Presence.ConnectAsync(_lobby, _max);
        await dying.Presence.ConnectAsync(_lobby, _eve);
        one.HoldWork();
        two.HoldWork();

        await dying.DieAsync();
        var ones = one.WorkBegunAsync();
        var busy = await Task.WhenAny(ones, two.WorkBegunAsync()) == ones ? one : two;
        var beat = await busy.ReadBeatAsync();
        await Wait.UntilAsync(async () => await busy.ReadBeatAsync() > beat + 2 * Machine.BeatsPerLease, "more than a lease has passed");
        busy.ReleaseWork();

        await SettleAsync(_lobby, listener);
        Assert.That(await ListAsync(one), Is.EqualTo("max 2"));
        Assert.That(
            listener.Signals.Select(signal => (signal.Type, signal.Username)),
            Is.EqualTo(new[] { ("user_joined", "max"), ("user_joined", "eve"), ("user_left", "eve") }));
    }

    [Test]
    public async Task Remove_WhenTheMachineIsAlive_LeavesItsUsersAndStillFindsThemWhenItDies()
    {
        var (one, two) = (_machines[0], await StartMachineAsync(_eve));
        var listener = await ListenAsync(one);
        await two.Presence.ConnectAsync(_lobby, _eve);

        await one.Presence.RemoveAsync(two.Link.Machine);

        Assert.That(await ListAsync(one), Is.EqualTo("eve 1"));
        await two.DieAsync();
        await Wait.UntilAsync(async () => await ListAsync(one) == "", "the dead machine's user has left");
        await SettleAsync(_lobby, listener);
        Assert.That(listener.Signals.Select(signal => signal.Type), Is.EqualTo(new[] { "user_joined", "user_left" }));
    }

    [Test]
    public async Task ConnectAsync_WhenTheMachineIsDeclaredDeadAtThatMoment_LeavesNoUserWhenItDies()
    {
        var (one, slow) = (_machines[0], await StartMachineAsync(_eve, _max));
        var listener = await ListenAsync(one);
        await slow.Presence.ConnectAsync(_lobby, _eve);
        one.HoldWork();
        await slow.FallSilentAsync();
        await one.WorkBegunAsync();
        Assert.That(await ListAsync(one), Is.Empty, "it is declared dead");

        await slow.Presence.ConnectAsync(_lobby, _max);
        Assert.That(await ListAsync(one), Is.EqualTo("max 1"));
        one.ReleaseWork();
        await slow.DieAsync();

        await Wait.UntilAsync(async () => await ListAsync(one) == "", "the dead machine's user has left");
        await SettleAsync(_lobby, listener);
        Assert.That(
            listener.Signals.Select(signal => (signal.Type, signal.Username)),
            Is.EqualTo(new[] { ("user_joined", "eve"), ("user_left", "eve"), ("user_joined", "max"), ("user_left", "max") }));
    }

    [Test]
    public async Task Watch_WhenALivingMachineWasDeclaredDead_ItsUsersReturn()
    {
        var (one, slow) = (_machines[0], await StartMachineAsync(_eve, _max));
        var listener = await ListenAsync(one);
        await slow.Presence.ConnectAsync(_lobby, _eve);
        await slow.FallSilentAsync();
        await Wait.UntilAsync(async () => await ListAsync(one) == "", "it is declared dead");

        await slow.Presence.ConnectAsync(_lobby, _max);
        slow.GoOn();

        await Wait.UntilAsync(async () => await ListAsync(one) == "eve 1, max 1", "its users are back");
        await SettleAsync(_lobby, listener);
        Assert.That(
            listener.Signals.Select(signal => (signal.Type, signal.Username)),
            Is.EqualTo(new[] { ("user_joined", "eve"), ("user_left", "eve"), ("user_joined", "max"), ("user_joined", "eve") }));
    }

    private async Task<Machine> StartMachineAsync(params User[] users)
    {
        var machine = await Machine.StartAsync(_redis, users);
        _machines.Add(machine);
        return machine;
    }

    private async Task<RecordingListener> ListenAsync(Machine machine)
    {
        var listener = new RecordingListener();
        await machine.Backplane.SubscribeAsync(_lobby.Id, listener);
        return listener;
    }

    private async Task<string> ListAsync(Machine machine) => string.Join(
        ", ",
        (await machine.Presence.ListAsync(_lobby.Id, CancellationToken.None)).Select(user => $"{user.Username} {user.Connections}"));
}
