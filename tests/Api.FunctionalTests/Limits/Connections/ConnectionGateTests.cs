using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Api.Limits;
using VideoChat.Api.Limits.Connections;

namespace VideoChat.Api.FunctionalTests.Limits.Connections;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConnectionGateTests
{
    private readonly List<DefaultConnectionContext> _admitted = [];

    [TearDown]
    public void TearDown() => _admitted.ForEach(connection => connection.Abort());

    [Test]
    public void Guard_WhenASiteConnectsFromManyOfItsNetworks_AdmitsFourTimesAsManyAsOfOne()
    {
        var guard = Guard(new LimitsOptions(), new RateLimitingOptions { ConnectionsPerAddress = 5 });

        var admitted = Enumerable.Range(0, 100).Count(i => Connect(guard, $"2001:db8:1:{i:x}::1"));

        Assert.That(admitted, Is.EqualTo(20));
        Assert.That(Connect(guard, "2001:db8:2::1"), "another site");
        Assert.That(Enumerable.Range(0, 10).Count(_ => Connect(guard, "2001:db8:3::1")), Is.EqualTo(5), "one network");
    }

    [Test]
    public void Guard_WhenAllAreIdle_AdmitsEveryoneInTheOrderInWhichTheyFellIdle()
    {
        var guard = Guard(new LimitsOptions { MaxConnections = 10 }, new RateLimitingOptions());
        for (var i = 0; i < 10; i++)
            Connect(guard, "192.0.2.1");
        // The first connection sends a request, so it is no longer the one that has been idle for longest.
        SlotOf(0).BeginRequest();
        SlotOf(0).EndRequest();

        for (var i = 0; i < 9; i++)
            Assert.That(Connect(guard, $"192.0.2.{2 + i}"));

        // The test polls, because another thread closes the connections.
        bool[] expected = [true, .. Enumerable.Repeat(false, 9), .. Enumerable.Repeat(true, 9)];
        Assert.That(() => _admitted.Select(IsOpen), Is.EqualTo(expected).After(10).Seconds.PollEvery(20).MilliSeconds);
    }

    [Test]
    public void Guard_WhenAConnectionBecomesASocket_ReleasesItsSlot()
    {
        var guard = Guard(new LimitsOptions { MaxConnections = 10 }, new RateLimitingOptions());
        for (var i = 0; i < 30; i++)
        {
            Assert.That(Connect(guard, "192.0.2.1"));
            SlotOf(i).BeginRequest();
            _admitted[i].Features.Get<IDecrementConcurrentConnectionCountFeature>()!.ReleaseConnection();
        }

        Assert.That(_admitted.Select(IsOpen), Is.All.True);
    }

    private static ConnectionDelegate Guard(LimitsOptions limits, RateLimitingOptions rates)
    {
        var gate = new ConnectionGate(
            Options.Create(limits),
            Options.Create(rates),
            Options.Create(new ReverseProxyOptions()),
            new OperatorAddresses(Options.Create(new MetricsOptions()), Options.Create(new HealthOptions())));
        return gate.Guard(connection =>
        {
            var closed = new TaskCompletionSource();
            connection.ConnectionClosed.Register(closed.SetResult);
            return closed.Task;
        });
    }

    /// <summary>Opens a connection and returns whether it is admitted.</summary>
    private bool Connect(ConnectionDelegate guard, string from)
    {
        var connection = new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(from), 1) };
        if (guard(connection).IsCompleted)
            return false;
        _admitted.Add(connection);
        return true;
    }

    private ConnectionSlots.Slot SlotOf(int index) => _admitted[index].Features.Get<ConnectionSlots.Slot>()!;

    private static bool IsOpen(ConnectionContext connection) => !connection.ConnectionClosed.IsCancellationRequested;
}
