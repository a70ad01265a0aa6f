using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Limits;

/// <summary>Each address has a separate limit, and a client cannot choose its address.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ClientAddressTests
{
    [Test]
    public async Task ForwardedFor_WhenNoProxyIsTrusted_DoesNotCount()
    {
        await using var api = await StartAsync();
        await ReadRemainingAsync(api, "203.0.113.1");

        var remaining = await ReadRemainingAsync(api, "203.0.113.2");

        Assert.That(remaining, Is.EqualTo("7"));
    }

    [Test]
    public async Task ForwardedFor_WhenThePeerIsNotTheTrustedProxy_DoesNotCount()
    {
        await using var api = await StartAsync("10.0.0.1");
        await ReadRemainingAsync(api, "203.0.113.1");

        var remaining = await ReadRemainingAsync(api, "203.0.113.2");

        Assert.That(remaining, Is.EqualTo("7"));
    }

    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.0/8")]
    [TestCase("10.0.0.1, 127.0.0.1")]
    public async Task ForwardedFor_WhenThePeerIsATrustedProxy_CountsEachClientApart(string trusted)
    {
        await using var api = await StartAsync(trusted);
        await ReadRemainingAsync(api, "203.0.113.1");
        await ReadRemainingAsync(api, "203.0.113.1");

        var another = await ReadRemainingAsync(api, "203.0.113.2");
        var same = await ReadRemainingAsync(api, "203.0.113.1");

        Assert.That(another, Is.EqualTo("8"));
        Assert.That(same, Is.EqualTo("6"));
    }

    [Test]
    public async Task ForwardedFor_WhenTrustedProxiesChain_CountsTheClientBehindThem()
    {
        await using var api = await StartAsync("127.0.0.1,10.0.0.0/8");
        await ReadRemainingAsync(api, "203.0.113.1, 10.0.0.7");
        await ReadRemainingAsync(api, "203.0.113.2, 10.0.0.7");

        var remaining = await ReadRemainingAsync(api, "203.0.113.1, 10.0.0.8, 10.0.0.7");

        Assert.That(remaining, Is.EqualTo("7"));
    }

    [Test]
    public async Task ForwardedFor_WhenTheAddressesAreOfOneIPv6Network_CountsThemTogether()
    {
        await using var api = await StartAsync("127.0.0.1");
        await ReadRemainingAsync(api, "2001:db8:1:2::1");

        var neighbour = await ReadRemainingAsync(api, "2001:db8:1:2:ffff::2");
        var another = await ReadRemainingAsync(api, "2001:db8:1:3::1");

        Assert.That(neighbour, Is.EqualTo("7"));
        Assert.That(another, Is.EqualTo("8"));
    }

    [Test]
    public async Task ForwardedFor_WhenTheAddressIsWrittenInBothWays_CountsItOnce()
    {
        await using var api = await StartAsync("127.0.0.1");
        await ReadRemainingAsync(api, "203.0.113.1");

        var remaining = await ReadRemainingAsync(api, "::ffff:203.0.113.1");

        Assert.That(remaining, Is.EqualTo("7"));
    }

    [Test]
    public async Task Sockets_WhenTheAddressesAreOfOneIPv6Network_AreCountedTogether()
    {
        await using var api = await ApiServer.StartAsync(
            ("RateLimiting__Enabled", "true"), ("RateLimiting__WebSocketsPerAddress", "1"), ("ReverseProxy__TrustedProxies", "127.0.0.1"));
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
        await using var api = await StartAsync("127.0.0.1");
        await ReadRemainingAsync(api, "198.51.100.1, 203.0.113.1");

        var remaining = await ReadRemainingAsync(api, "198.51.100.2, 127.0.0.1, 203.0.113.1");

        Assert.That(remaining, Is.EqualTo("7"));
    }

    [Test]
    public async Task ForwardedFor_WhenItIsNoAddress_CountsThePeer()
    {
        await using var api = await StartAsync("127.0.0.1");
        await ReadRemainingAsync(api, "nonsense");
        await ReadRemainingAsync(api, "203.0.113.1, 300.1.1.1");

        var remaining = await ReadRemainingAsync(api, "");

        Assert.That(remaining, Is.EqualTo("6"));
    }

    [Test]
    public async Task OtherHeaders_WithAnyValue_AreIgnored()
    {
        await using var api = await StartAsync("127.0.0.1");
        using var plain = await api.GetAsync("/users");

        using var response = await api.GetAsync(
            "/users",
            ("Forwarded", "for=203.0.113.1"),
            ("X-Real-IP", "203.0.113.1"),
            ("True-Client-IP", "203.0.113.1"),
            ("X-Original-For", "203.0.113.1"));

        Assert.That(response.Header("X-RateLimit-Remaining"), Is.EqualTo("7"));
    }

    private static async Task<ApiServer> StartAsync(string trustedProxies = "") => await ApiServer.StartAsync(
        ("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "9"), ("ReverseProxy__TrustedProxies", trustedProxies));

    /// <summary>Sends a request with an <c>X-Forwarded-For</c> and returns the number of remaining requests.</summary>
    private static async Task<string?> ReadRemainingAsync(ApiServer api, string forwardedFor)
    {
        using var response = await api.GetAsync("/users", ("X-Forwarded-For", forwardedFor));
        return response.Header("X-RateLimit-Remaining");
    }
}
