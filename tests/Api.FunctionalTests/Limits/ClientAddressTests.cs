using System.Globalization;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits;

/// <summary>
/// Each address has a separate limit, and a client cannot choose its address. The tests share a server per list of trusted proxies.
/// Each test has its own client addresses, and no request leaves the window before the tests end.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ClientAddressTests
{
    private const int Limit = 1_000;

    private readonly Dictionary<string, ApiServer> _servers = [];
    private int _clients;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var api in _servers.Values)
            await api.DisposeAsync();
    }

    [TestCase("")]
    [TestCase("10.0.0.1")]
    public async Task ForwardedFor_WhenThePeerIsNoTrustedProxy_DoesNotCount(string trusted)
    {
        var api = await ServerAsync(trusted);
        var first = await ReadRemainingAsync(api, NewClient());

        var second = await ReadRemainingAsync(api, NewClient());

        Assert.That(second, Is.EqualTo(first - 1));
    }

    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.0/8")]
    [TestCase("10.0.0.1, 127.0.0.1")]
    public async Task ForwardedFor_WhenThePeerIsATrustedProxy_CountsEachClientApart(string trusted)
    {
        var api = await ServerAsync(trusted);
        var (one, other) = (NewClient(), NewClient());
        await ReadRemainingAsync(api, one);
        await ReadRemainingAsync(api, one);

        var another = await ReadRemainingAsync(api, other);
        var same = await ReadRemainingAsync(api, one);

        Assert.That(another, Is.EqualTo(Limit - 1));
        Assert.That(same, Is.EqualTo(Limit - 3));
    }

    [Test]
    public async Task ForwardedFor_WhenTrustedProxiesChain_CountsTheClientBehindThem()
    {
        var api = await ServerAsync("127.0.0.1,10.0.0.0/8");
        var (one, other) = (NewClient(), NewClient());
        await ReadRemainingAsync(api, $"{one}, 10.0.0.7");
        await ReadRemainingAsync(api, $"{other}, 10.0.0.7");

        var remaining = await ReadRemainingAsync(api, $"{one}, 10.0.0.8, 10.0.0.7");

        Assert.That(remaining, Is.EqualTo(Limit - 2));
    }

    [Test]
    public async Task ForwardedFor_WhenTheAddressesAreOfOneIPv6Network_CountsThemTogether()
    {
        var api = await ServerAsync();
        await ReadRemainingAsync(api, "2001:db8:1:2::1");

        var neighbour = await ReadRemainingAsync(api, "2001:db8:1:2:ffff::2");
        var another = await ReadRemainingAsync(api, "2001:db8:1:3::1");

        Assert.That(neighbour, Is.EqualTo(Limit - 2));
        Assert.That(another, Is.EqualTo(Limit - 1));
    }

    [Test]
    public async Task ForwardedFor_WhenTheAddressIsWrittenInBothWays_CountsItOnce()
    {
        var api = await ServerAsync();
        var client = NewClient();
        await ReadRemainingAsync(api, client);

        var remaining = await ReadRemainingAsync(api, $"::ffff:{client}");

        Assert.That(remaining, Is.EqualTo(Limit - 2));
    }

    [Test]
    public async Task Sockets_WhenTheAddressesAreOfOneIPv6Network_AreCountedTogether()
    {
        var api = await ServerAsync();
        var (room, ada, bob) = await api.CreateRoomForTwoAsync();
        await using var first = await RoomClient.OpenAsync(api, room, ada.Id, headers: ("X-Forwarded-For", "2001:db8:1:2::1"));
        await first.ReceiveAsync("user_joined");

        await using var neighbour = await RoomClient.OpenAsync(api, room, bob.Id, headers: ("X-Forwarded-For", "2001:db8:1:2::2"));
        await using var another = await RoomClient.OpenAsync(api, room, bob.Id, headers: ("X-Forwarded-For", "2001:db8:1:3::1"));

        Assert.That((await neighbour.WaitForCloseAsync()).Code, Is.EqualTo(4029));
        Assert.That((await another.ReceiveAsync()).Type(), Is.EqualTo("user_joined"));
    }

    [Test]
    public async Task ForwardedFor_WhenTheClientWroteEntriesItself_CountsTheOneTheProxySaw()
    {
        var api = await ServerAsync();
        var client = NewClient();
        await ReadRemainingAsync(api, $"198.51.100.1, {client}");

        var remaining = await ReadRemainingAsync(api, $"198.51.100.2, 127.0.0.1, {client}");

        Assert.That(remaining, Is.EqualTo(Limit - 2));
    }

    [Test]
    public async Task ForwardedFor_WhenItIsNoAddress_CountsThePeer()
    {
        var api = await ServerAsync();
        var before = await ReadRemainingAsync(api, "");
        await ReadRemainingAsync(api, "nonsense");
        await ReadRemainingAsync(api, $"{NewClient()}, 300.1.1.1");

        var remaining = await ReadRemainingAsync(api, "");

        Assert.That(remaining, Is.EqualTo(before - 3));
    }

    [Test]
    public async Task OtherHeaders_WithAnyValue_AreIgnored()
    {
        var api = await ServerAsync();
        using var plain = await api.GetAsync("/users");

        using var response = await api.GetAsync(
            "/users",
            ("Forwarded", "for=203.0.113.1"),
            ("X-Real-IP", "203.0.113.1"),
            ("True-Client-IP", "203.0.113.1"),
            ("X-Original-For", "203.0.113.1"));

        Assert.That(RemainingOf(response), Is.EqualTo(RemainingOf(plain) - 1));
    }

    private async Task<ApiServer> ServerAsync(string trustedProxies = "127.0.0.1")
    {
        if (!_servers.TryGetValue(trustedProxies, out var api))
        {
            _servers[trustedProxies] = api = await ApiServer.StartAsync(
                ("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", $"{Limit}"), ("RateLimiting__WindowSeconds", "3600"),
                ("RateLimiting__WebSocketsPerAddress", "1"), ("ReverseProxy__TrustedProxies", trustedProxies));
        }
        return api;
    }

    private string NewClient() => $"203.0.113.{++_clients}";

    /// <summary>Sends a request with an <c>X-Forwarded-For</c> and returns the number of remaining requests.</summary>
    private static async Task<int> ReadRemainingAsync(ApiServer api, string forwardedFor)
    {
        using var response = await api.GetAsync("/users", ("X-Forwarded-For", forwardedFor));
        return RemainingOf(response);
    }

    private static int RemainingOf(HttpResponseMessage response) =>
        int.Parse(response.Header("X-RateLimit-Remaining")!, CultureInfo.InvariantCulture);
}
