using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Security;

[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class SecurityHeadersTests
{
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    private ApiServer _api = null!;
    private int _clients;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(
        ("ReverseProxy__TrustedProxies", "127.0.0.1"), ("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "30"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [TestCase("GET /", 200)]
    [TestCase("GET /health", 200)]
    [TestCase("GET /openapi.json", 200)]
    [TestCase("GET /asyncapi.yaml", 200)]
    [TestCase("GET /users", 200)]
    [TestCase("GET /users/1", 404)]
    [TestCase("GET /nowhere", 404)]
    [TestCase("HEAD /nowhere", 404)]
    [TestCase("DELETE /users", 405)]
    [TestCase("POST /users", 400)]
    [TestCase("GET /users?limit=0", 422)]
    [TestCase("GET /webhooks", 403)]
    [TestCase("GET /ws/1/2", 426)]
    [TestCase("OPTIONS /users", 405)]
    public async Task Answer_Always_HasTheSecurityHeaders(string request, int status)
    {
        using var response = await SendAsync(request, NewClient());

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        AssertProtected(response, Nothing);
    }

    [Test]
    public async Task Answer_WhenItIsARefusal_IsProtectedToo()
    {
        var client = NewClient();
        HttpResponseMessage response;
        do
            response = await SendAsync("GET /users", client);
        while (response.IsSuccessStatusCode);

        using (response)
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(429));
            AssertProtected(response, Nothing);
        }
    }

    [Test]
    public async Task Answer_WhenTheServerFails_IsProtectedToo()
    {
        using var response = await _api.WithoutTableAsync("users", () => SendAsync("GET /users", NewClient()));

        Assert.That((int)response.StatusCode, Is.EqualTo(500));
        AssertProtected(response, Nothing);
    }

    [TestCase("/docs/index.html")]
    [TestCase("/docs/swagger-ui.css")]
    [TestCase("/docs/nothing.js")]
    public async Task Docs_Always_MayLoadTheirOwnFilesAndNoOther(string path)
    {
        using var response = await _api.GetAsync(path);

        var policy = response.Header("Content-Security-Policy")!;
        Assert.That(policy, Does.StartWith("default-src 'none'; script-src 'self'; ").And.EndsWith("frame-ancestors 'none'"));
        Assert.That(policy, Does.Not.Contain("script-src 'self' 'unsafe").And.Not.Contain("http"));
        AssertProtected(response, policy);
    }

    [TestCase("https", "chat.example.com", "max-age=31536000")]
    [TestCase("http", "chat.example.com", null)]
    [TestCase("https", "localhost:5001", null)]
    [TestCase("https", "127.0.0.1", null)]
    [TestCase("https", "[::1]:5001", null)]
    public async Task TransportSecurity_WhenTheClientUsesTls_HasTheHeader(string scheme, string host, string? expected)
    {
        foreach (var path in (string[])["/health", "/chat", "/nowhere"])
        {
            using var response = await _api.GetAsync(
                path, ("X-Forwarded-Proto", scheme), ("X-Forwarded-Host", host), ("X-Forwarded-For", "203.0.113.9"));

            Assert.That(response.Header("Strict-Transport-Security"), Is.EqualTo(expected), path);
        }
    }

    [TestCase("xn--")]
    [TestCase("a..b")]
    public async Task ForwardedHost_WhenItIsNone_IsPassedOver(string host)
    {
        using var response = await _api.GetAsync(
            "/health", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", host), ("X-Forwarded-For", "203.0.113.9"));

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    [TestCase("javascript", "http")]
    [TestCase("https, ftp", "http")]
    [TestCase("https", "https")]
    public async Task ForwardedScheme_WhenItIsNotOfHttp_IsIgnored(string scheme, string expected)
    {
        var room = await _api.CreateRoomAsync();

        using var response = await _api.PostAsync(
            $"/rooms/{room}/video-upload", new { title = "film" },
            ("X-Forwarded-Proto", scheme), ("X-Forwarded-Host", "chat.example.com"), ("X-Forwarded-For", NewClient()));

        Assert.That((await response.ReadJsonAsync()).Text("upload_url"), Does.StartWith($"{expected}://"));
    }

    [Test]
    public async Task TransportSecurity_WhenTheProxyIsNotTrusted_HasNoHeader()
    {
        using var response = await SharedServer.Api.GetAsync("/health", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "chat.example.com"));

        Assert.That(response.Header("Strict-Transport-Security"), Is.Null);
    }

    [Test]
    public async Task TransportSecurity_WhenOff_HasNoHeader()
    {
        var api = await SharedServer.ReducedAsync();

        using var response = await api.GetAsync("/health", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "chat.example.com"));

        Assert.That(response.Header("Strict-Transport-Security"), Is.Null);
    }

    /// <summary>Returns an unused address, so that tests do not share a rate limit.</summary>
    private string NewClient() => $"203.0.113.{Interlocked.Increment(ref _clients)}";

    private Task<HttpResponseMessage> SendAsync(string request, string client) =>
        _api.SendAsync(new HttpMethod(request.Split(' ')[0]), request.Split(' ')[1], null, ("X-Forwarded-For", client));

    private static void AssertProtected(HttpResponseMessage response, string policy) => Assert.Multiple(() =>
    {
        Assert.That(response.Header("Content-Security-Policy"), Is.EqualTo(policy));
        Assert.That(response.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(response.Header("Referrer-Policy"), Is.EqualTo("no-referrer"));
        Assert.That(response.Header("Server"), Is.Null);
        Assert.That(response.Header("X-Powered-By"), Is.Null);
    });
}
