using VideoChat.Application.Limits;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Limits;

public sealed class RedisSocketLimiterTests : SocketLimiterSpecification
{
    private const string Address = "192.0.2.1";

    private readonly List<Machine> _machines = [];

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var machine in _machines)
            await machine.DisposeAsync();
        _machines.Clear();
    }

    protected override async Task<ISocketLimiter> CreateLimiterAsync() => (await StartMachineAsync(TestRedis.Shared())).Sockets;

    [Test]
    public async Task TryEnterAsync_WhenTheAddressHasSocketsOnAnotherMachine_CountsThemTogether()
    {
        var redis = TestRedis.Shared();
        var (one, two) = (await StartMachineAsync(redis), await StartMachineAsync(redis));

        var entered = new List<bool>();
        foreach (var machine in new[] { one, two, one, two })
            entered.Add(await machine.Sockets.TryEnterAsync(Address, 3));
        await one.Sockets.LeaveAsync(Address);
        entered.Add(await two.Sockets.TryEnterAsync(Address, 3));

        Assert.That(entered, Is.EqualTo(new[] { true, true, true, false, true }));
    }

    [Test]
    public async Task TryEnterAsync_WhenAMachineIsKilled_ItsSlotsAreFreeAgain()
    {
        var redis = TestRedis.Shared();
        var (dying, other) = (await StartMachineAsync(redis), await StartMachineAsync(redis));
        for (var i = 0; i < 3; i++)
            await dying.Sockets.TryEnterAsync(Address, 3);
        var before = await other.Sockets.TryEnterAsync(Address, 3);

        await dying.DieAsync();

        Assert.That(before, Is.False);
        await Wait.UntilAsync(async () => await other.Sockets.TryEnterAsync(Address, 3), "the dead machine's places are free");
    }

    [Test]
    public async Task TryEnterAsync_WhenRedisWasUnavailable_CountsAloneAndLaterTogether()
    {
        await using var redis = TestRedis.Start();
        var (one, two) = (await StartMachineAsync(redis.ConnectionString), await StartMachineAsync(redis.ConnectionString));
        await one.Sockets.TryEnterAsync(Address, 3);
        await redis.StopAsync();
        await Wait.UntilAsync(() => !one.Link.IsUp && !two.Link.IsUp, "both know that Redis is away");

        var alone = new List<bool>();
        for (var i = 0; i < 4; i++)
            alone.Add(await two.Sockets.TryEnterAsync(Address, 3));
        redis.StartAgain();

        Assert.That(alone, Is.EqualTo(new[] { true, true, true, false }));
        await Wait.UntilAsync(
            async () =>
            {
                if (!await one.Sockets.TryEnterAsync(Address, 4))
                    return true;
                await one.Sockets.LeaveAsync(Address);
                return false;
            },
            "the machines count together");
    }

    private async Task<Machine> StartMachineAsync(string redis)
    {
        var machine = await Machine.StartAsync(redis);
        _machines.Add(machine);
        return machine;
    }
}
