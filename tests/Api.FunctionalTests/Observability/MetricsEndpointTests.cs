using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>The addresses of <c>/metrics</c>, and when it becomes available.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MetricsEndpointTests
{
    [Test]
    public async Task Metrics_WhenOff_Are404()
    {
        await using var api = await ApiServer.StartAsync(("Metrics__Enabled", "false"));

        using var response = await api.GetAsync("/metrics");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Metrics_WhenTheyHaveASeparateAddress_AreServedOnlyThere()
    {
        var own = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var api = await ApiServer.StartAsync(("Metrics__Url", own.ToString()));
        using var http = new HttpClient { BaseAddress = own };

        using var public_ = await api.GetAsync("/metrics");
        using var private_ = await http.GetAsync(new Uri("/metrics", UriKind.Relative));
        using var other = await http.GetAsync(new Uri("/rooms", UriKind.Relative));

        Assert.That(public_.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(private_.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Metrics_WhenTheyShareTheAddressOfHealth_AreServedThere()
    {
        var own = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var api = await ApiServer.StartAsync(("Metrics__Url", own.ToString()), ("Health__Url", own.ToString().TrimEnd('/')));
        using var http = new HttpClient { BaseAddress = own };

        var statuses = new List<int>();
        foreach (var path in (string[])["/metrics", "/health/ready", "/users"])
            statuses.Add((int)(await http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);

        Assert.That(statuses, Is.EqualTo([200, 200, 404]));
        Assert.That(api.Log, Does.Contain($"/health, and at {own}health"));
    }

    [Test]
    public async Task Metrics_WhileTheServerStarts_AreServedAtTheirSeparateAddress()
    {
        var own = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        await using var api = await ApiServer.StartAsync(("Metrics__Url", own.ToString()));
        await api.KillAsync();
        await using var migrations = await api.HoldMigrationsAsync();
        using var http = new HttpClient { BaseAddress = own };

        var starting = api.StartAsync();

        await Eventually.BeTrueAsync(
            async () =>
            {
                try
                {
                    using var scraped = await http.GetAsync(new Uri("/metrics", UriKind.Relative));
                    return scraped.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "they are served");
        using var everyone = await api.GetAsync("/metrics");
        Assert.That(everyone.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await migrations.DisposeAsync();
        await starting;
    }

    [TestCase("")]
    [TestCase("http://localhost:8000")]
    [TestCase("http://10.0.0.1:7999;http://*:8000")]
    public async Task Metrics_WhenTheirPortIsTheServersOwn_StopTheStart(string urls)
    {
        var (exitCode, log) = await ApiServer.StartFailingAsync(("ASPNETCORE_URLS", urls), ("Metrics__Url", "http://127.0.0.1:8000"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.Some.StartsWith("VideoChat cannot start. Metrics:Url: ").And.None.Contains("   at "));
    }

    [Test]
    public async Task Metrics_WhenRequestsAreLimited_AreFree()
    {
        await using var api = await ApiServer.StartAsync(("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "1"));

        for (var i = 0; i < 3; i++)
        {
            using var response = await api.GetAsync("/metrics");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }
}
