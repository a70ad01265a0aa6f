using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Cors;

[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class CorsTests
{
    private const string Allowed = "https://app.example.com";

    /// <summary>
    /// The limit of requests. It is higher than the number of requests that the other tests send from their shared address.
    /// </summary>
    private const int Limit = 200;

    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(
        ("Cors__AllowedOrigins__0", Allowed),
        ("Cors__AllowedOrigins__1", "https://*.example.org"),
        ("Cors__AllowedOrigins__2", "http://localhost:3000"),
        ("RateLimiting__Enabled", "true"),
        ("RateLimiting__Requests", $"{Limit}"),
        ("ReverseProxy__TrustedProxies", "127.0.0.1"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [TestCase("GET /users", 200)]
    [TestCase("GET /health", 200)]
    [TestCase("GET /users/1", 404)]
    [TestCase("GET /nowhere", 404)]
    [TestCase("DELETE /users", 405)]
    [TestCase("POST /users", 400)]
    [TestCase("GET /users?limit=0", 422)]
    public async Task Answer_WhenTheOriginIsAllowed_NamesItAndAllowsReading(string request, int status)
    {
        using var response = await _api.SendAsync(
            new HttpMethod(request.Split(' ')[0]), request.Split(' ')[1], null, ("Origin", Allowed));

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        AssertAllowed(response, Allowed);
    }

    [Test]
    public async Task Answer_WhenItIsARefusal_NamesTheOriginToo()
    {
        var client = ("X-Forwarded-For", "203.0.113.1");
        for (var i = 0; i < Limit; i++)
            (await _api.GetAsync("/users", client)).Dispose();

        using var response = await _api.GetAsync("/users", client, ("Origin", Allowed));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        AssertAllowed(response, Allowed);
    }

    [TestCase("https://a.example.org")]
    [TestCase("https://a.b.example.org")]
    [TestCase("http://localhost:3000")]
    public async Task Answer_WhenTheOriginFits_NamesIt(string origin)
    {
        using var response = await _api.GetAsync("/users", ("Origin", origin));

        AssertAllowed(response, origin);
    }

    [TestCase("https://evil.com")]
    [TestCase("http://app.example.com")]
    [TestCase("https://app.example.com:8443")]
    [TestCase("https://app.example.com.evil.com")]
    [TestCase("https://example.org")]
    [TestCase("https://evilexample.org")]
    [TestCase("https://a.example.org.evil.com")]
    [TestCase("http://localhost")]
    [TestCase("null")]
    public async Task Answer_WhenTheOriginIsNotAllowed_SaysNothing(string origin)
    {
        using var response = await _api.GetAsync("/users", ("Origin", origin));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(CorsHeaders(response), Is.Empty);
    }

    [TestCase("/users")]
    [TestCase("/nowhere")]
    [TestCase("/media/originals/a.mp4")]
    public async Task Answer_WhenNoOriginIsSent_IsNotKeptForPages(string path)
    {
        using var response = await _api.GetAsync(path);

        Assert.That(response.Header("Vary"), Is.EqualTo("Origin"));
    }

    [Test]
    public async Task Answer_WhenNoOriginIsConfigured_SaysNothing()
    {
        using var response = await SharedServer.Api.GetAsync("/users", ("Origin", Allowed));

        Assert.That(CorsHeaders(response), Is.Empty);
    }

    [Test]
    public async Task Preflight_WhenTheOriginIsAllowed_AllowsAndIsKeptTenMinutes()
    {
        using var response = await PreflightAsync(_api, Allowed);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent).Or.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Header("Access-Control-Allow-Origin"), Is.EqualTo(Allowed));
            Assert.That(response.Header("Access-Control-Allow-Credentials"), Is.EqualTo("true"));
            Assert.That(response.Header("Access-Control-Allow-Methods"), Does.Contain("POST"));
            Assert.That(response.Header("Access-Control-Allow-Headers"), Does.Contain("idempotency-key").IgnoreCase);
            Assert.That(response.Header("Access-Control-Max-Age"), Is.EqualTo("600"));
        });
    }

    [Test]
    public async Task Preflight_WhenTheOriginIsNotAllowed_SaysNothing()
    {
        using var response = await PreflightAsync(_api, "https://evil.com");

        Assert.That(response.Header("Access-Control-Allow-Origin"), Is.Null);
    }

    [Test]
    public async Task Answer_WhenTheOriginalNameIsUsed_NamesItsOrigins()
    {
        await using var api = await ApiServer.StartAsync(("ALLOWED_ORIGINS", $"https://other.example.com, {Allowed}"));

        using var response = await api.GetAsync("/users", ("Origin", Allowed));

        AssertAllowed(response, Allowed);
    }

    [Test]
    public async Task Answer_InDevelopment_AllowsAnyOrigin()
    {
        var api = await SharedServer.DevelopmentAsync();

        using var response = await api.GetAsync("/users", ("Origin", "https://anybody.example.net"));

        Assert.That(
            response.Header("Access-Control-Allow-Origin"), Is.EqualTo("*").Or.EqualTo("https://anybody.example.net"));
    }

    private static Task<HttpResponseMessage> PreflightAsync(ApiServer api, string origin) => api.SendAsync(
        HttpMethod.Options,
        "/users",
        null,
        ("Origin", origin),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Headers", "content-type,idempotency-key"));

    private static void AssertAllowed(HttpResponseMessage response, string origin) => Assert.Multiple(() =>
    {
        Assert.That(response.Header("Access-Control-Allow-Origin"), Is.EqualTo(origin));
        Assert.That(response.Header("Access-Control-Allow-Credentials"), Is.EqualTo("true"));
        Assert.That(response.Header("Vary"), Does.Contain("Origin"));
        Assert.That(
            response.Header("Access-Control-Expose-Headers")?.Split(','),
            Is.SupersetOf(["Link", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]));
    });

    private static IEnumerable<string> CorsHeaders(HttpResponseMessage response) => response.Headers
        .Select(header => header.Key)
        .Where(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
}
