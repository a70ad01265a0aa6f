using System.Net;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;
using Ffmpeg = VideoChat.Api.FunctionalTests.LiveStreams.Local.Ffmpeg;

namespace VideoChat.Api.FunctionalTests.Security;

/// <summary>A page of a foreign origin cannot change anything through its visitor's browser.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ForeignPageTests
{
    private const string Allowed = "https://app.example.com", Evil = "https://evil.example", Id = "01a20816-6c8e-7000-824c-07208b2293ec";

    private readonly int _port = FreePort.Find();

    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(
        ("Cors__AllowedOrigins", Allowed), ("PublicBaseUrl", "https://chat.example.com"),
        ("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "1000"), ("Live__IngestPorts", $"{_port}-{_port}"));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [TestCase("POST", $"/rooms/{Id}/live-streams/{Id}/stop")]
    [TestCase("POST", "/users")]
    [TestCase("POST", $"/rooms/{Id}/join")]
    [TestCase("POST", $"/rooms/{Id}/messages")]
    [TestCase("POST", "/bunny-webhook")]
    [TestCase("POST", "/nowhere")]
    [TestCase("PUT", $"/upload-proxy/{Id}")]
    [TestCase("PATCH", $"/webhooks/{Id}")]
    [TestCase("DELETE", $"/webhooks/{Id}")]
    public async Task Change_WhenAFormOfAForeignPageRequestsIt_IsRefused(string method, string path)
    {
        using var response = await SubmitAsync(method, path, ("Origin", Evil));

        await Expect.ProblemAsync(response, HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task LiveStream_WhenAFormOfAForeignPageStopsIt_Continues()
    {
        Ffmpeg.Require();
        var room = await _api.CreateRoomAsync();
        var stream = await _api.PostJsonAsync($"/rooms/{room}/live-stream", new { title = "mine" });
        var stop = $"/rooms/{room}/live-streams/{stream.Text("id")}/stop";

        using var foreign = await SubmitAsync("POST", stop, ("Origin", Evil));
        var listed = await _api.GetJsonAsync($"/rooms/{room}/live-streams");
        using var own = await SubmitAsync("POST", stop, ("Origin", "https://chat.example.com"));

        Assert.That(foreign.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(listed[0].Text("status"), Is.EqualTo("ready"));
        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(null, "cross-site", 403)]
    [TestCase(null, "same-site", 403)]
    [TestCase("null", "cross-site", 403)]
    [TestCase("null", null, 403)]
    [TestCase("https://app.example.com.evil.example", null, 403)]
    [TestCase("https://chat.example.com:8443", "same-site", 403)]
    [TestCase(null, null, 200)]
    [TestCase(null, "same-origin", 200)]
    [TestCase(null, "none", 200)]
    [TestCase(Allowed, "cross-site", 200)]
    [TestCase("https://chat.example.com", "same-origin", 200)]
    public async Task Change_ByOrigin_IsAllowedForOwnPagesAllowedOnesAndPrograms(string? origin, string? site, int status)
    {
        var headers = new[] { ("Origin", origin), ("Sec-Fetch-Site", site) }.Where(header => header.Item2 is not null);

        using var response = await _api.PostAsync("/users", new { username = "ada" }, [.. headers.Select(header => (header.Item1, header.Item2!))]);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Header("X-RateLimit-Remaining"), Is.Not.Null, "it counts as a request");
    }

    [Test]
    public async Task Change_WhenTheServerIsReachedUnderItsOwnAddress_IsMadeForItsPage()
    {
        var origin = _api.Address.GetLeftPart(UriPartial.Authority);

        using var response = await _api.PostAsync("/users", new { username = "ada" }, ("Origin", origin), ("Sec-Fetch-Site", "same-origin"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Change_InDevelopment_IsMadeForAnyPage()
    {
        var api = await SharedServer.DevelopmentAsync();

        using var response = await api.PostAsync("/users", new { username = "ada" }, ("Origin", Evil), ("Sec-Fetch-Site", "cross-site"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("GET", "/users")]
    [TestCase("OPTIONS", "/users")]
    public async Task Reading_WhenAForeignPageRequests_IsLeftToCors(string method, string path)
    {
        using var response = await _api.SendAsync(new HttpMethod(method), path, null, ("Origin", Evil), ("Sec-Fetch-Site", "cross-site"));

        Assert.That(response.StatusCode, Is.Not.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(response.Header("Access-Control-Allow-Origin"), Is.Null);
    }

    /// <summary>Sends the request that a browser sends for a form without a preflight.</summary>
    private Task<HttpResponseMessage> SubmitAsync(string method, string path, params (string Name, string Value)[] headers) => _api.SendAsync(
        new HttpMethod(method), path, new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"), headers);
}
