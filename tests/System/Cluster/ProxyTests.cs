using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Cluster;

/// <summary>
/// The headers that the proxy of docker-compose.yml passes to the machines, alone and behind a proxy that terminates TLS.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance), Category("Cluster")]
public sealed class ProxyTests
{
    private static readonly (string, string)[] FromAPhoneByTls =
        [("X-Forwarded-For", "198.51.100.1, 203.0.113.7"), ("X-Forwarded-Proto", "https")];

    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(
        ("RateLimiting__Enabled", "true"),
        ("ReverseProxy__TrustedProxies", "127.0.0.1"),
        // These values are empty, because docker-compose.yml passes an empty value for a variable that .env leaves empty.
        ("PublicBaseUrl", ""),
        ("AllowedHosts", ""),
        ("Cors__AllowedOrigins", ""),
        ("Partners__ApiKeys", ""),
        ("Bunny__ApiKey", ""),
        ("Bunny__LibraryId", ""),
        ("Bunny__PullZone", ""),
        ("Bunny__ReadOnlyApiKey", ""),
        ("Bunny__TokenKey", ""));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Proxy_BehindOneThatEndsTls_PassesOnWhatThatOneSaysOfTheClient()
    {
        await using var nginx = await Nginx.StartAsync([_api.Address, _api.Address], outerProxy: "127.0.0.1");

        var first = await RequestAsync(nginx, FromAPhoneByTls);
        var second = await RequestAsync(nginx, FromAPhoneByTls);
        var other = await RequestAsync(nginx, ("X-Forwarded-For", "203.0.113.8"), ("X-Forwarded-Proto", "http"));

        Assert.That((first.Remaining, second.Remaining, other.Remaining), Is.EqualTo(("99", "98", "99")));
        Assert.That((first.IsSecure, other.IsSecure), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Proxy_WhenTheClientSendsForwardedHeaders_ReplacesThem()
    {
        await using var nginx = await Nginx.StartAsync([_api.Address, _api.Address], outerProxy: "192.0.2.1");

        var first = await RequestAsync(nginx, FromAPhoneByTls);
        var other = await RequestAsync(nginx, ("X-Forwarded-For", "203.0.113.8"), ("X-Forwarded-Proto", "https"));

        Assert.That(int.Parse(other.Remaining!), Is.EqualTo(int.Parse(first.Remaining!) - 1), "both count for their client's address");
        Assert.That(first.IsSecure, Is.False);
    }

    private static async Task<(string? Remaining, bool IsSecure)> RequestAsync(Nginx nginx, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(nginx.Address, "/users"));
        request.Headers.Host = "chat.example.com";
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await http.SendAsync(request);
        return (response.Header("X-RateLimit-Remaining"), response.Header("Strict-Transport-Security") is not null);
    }
}
