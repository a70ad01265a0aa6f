using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>The addresses of <c>/metrics</c>, and when it becomes available.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class MetricsEndpointTests
{
    private readonly Uri _own = new($"http://127.0.0.1:{FreePort.Find()}");

    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync(("Metrics__Url", _own.ToString()));

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Metrics_WhenOff_Are404()
    {
        var api = await SharedServer.ReducedAsync();

        using var response = await api.GetAsync("/metrics");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Metrics_WhenTheyHaveASeparateAddress_AreServedOnlyThere()
    {
        using var http = new HttpClient { BaseAddress = _own };

        using var public_ = await _api.GetAsync("/metrics");
        using var private_ = await http.GetAsync(new Uri("/metrics", UriKind.Relative));
        using var other = await http.GetAsync(new Uri("/rooms", UriKind.Relative));

        Assert.That(public_.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(private_.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Log_WhenMetricsHaveASeparateAddress_NamesIt()
    {
        var report = await LogLine.ReadReportAsync(_api);

        Assert.That(report.Text("urls"), Is.EqualTo(_api.Address.ToString().TrimEnd('/')));
        Assert.That(report.Text("metrics"), Is.EqualTo($"at {_own}metrics"));
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
        await _api.KillAsync();
        await using var migrations = await _api.HoldMigrationsAsync();
        using var http = new HttpClient { BaseAddress = _own };

        var starting = _api.StartAsync();

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
        using var everyone = await _api.GetAsync("/metrics");
        Assert.That(everyone.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await migrations.DisposeAsync();
        await starting;
    }
}
