using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Videos.Bunny;

namespace VideoChat.Api.FunctionalTests.Observability;

/// <summary>What the server logs about its settings when it starts, and in which format.</summary>
public sealed class StartLogTests
{
    [Test]
    public async Task Log_WhenTheServerStarts_SaysOnceWhatRunsAndWhatIsOff()
    {
        var api = await SharedServer.ReducedAsync();

        var report = await LogLine.ReadReportAsync(api);

        Assert.That(report.Text("version"), Is.EqualTo("2.0.0"));
        Assert.That(report.Text("urls"), Is.EqualTo(api.Address.ToString().TrimEnd('/')));
        Assert.That(report.Text("database"), Is.EqualTo("Sqlite"));
        Assert.That(report.Text("video"), Is.EqualTo("disabled"));
        Assert.That(report.Text("live"), Is.EqualTo("disabled"));
        Assert.That(report.Text("metrics"), Is.EqualTo("disabled"));
        Assert.That(report.Text("otlp"), Is.EqualTo("disabled"));
        Assert.That(report.Text("message")!.Split('\n'), Has.Length.EqualTo(11).And.None.Contains('\r'));
        Assert.That(report.Text("message"), Does.StartWith("VideoChat 2.0.0 (Production) listens at http://"));
        Assert.That(report.Text("off"), Does.Contain("RateLimiting:Enabled").And.Contain("Partners:ApiKeys").And.Contain("Metrics:Enabled"));
    }

    [Test]
    public async Task Log_WhenDevelopmentSettingsAreOn_SaysSoAtTheStart()
    {
        await using var open = await BunnyServer.StartAsync(
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("Logging__Console__FormatterName", "videochat-json"),
            ("Webhooks__AllowHttp", "true"), ("Webhooks__AllowPrivateNetworks", "true"), ("Bunny__ReadOnlyApiKey", ""), ("Security__HstsSeconds", "0"));
        await using var closed = await BunnyServer.StartAsync(("PublicBaseUrl", "https://chat.example.com"));

        var (report, calm) = (await LogLine.ReadReportAsync(open.Api), await LogLine.ReadReportAsync(closed.Api));

        Assert.That(report.Text("open"), Is.EqualTo(
            "no https (PublicBaseUrl), pages of any origin (Cors:AllowedOrigins), webhooks over http (Webhooks:AllowHttp), "
            + "webhooks into private networks (Webhooks:AllowPrivateNetworks), unsigned video-provider webhooks (Bunny:ReadOnlyApiKey)"));
        Assert.That(report.Text("off"), Does.Contain("Security:HstsSeconds"));
        Assert.That(calm.Text("open"), Is.EqualTo("nothing"));
        Assert.That(calm.Text("message"), Does.EndWith("\nopen: nothing"));
        Assert.That(calm.Text("metrics"), Is.EqualTo("for everyone, at /metrics"));
    }

    [Test]
    public async Task Log_WhenTheDatabaseIsEmpty_HasNoErrors()
    {
        PostgresDatabase.IgnoreWithoutServer();
        TestRedis.IgnoreWithoutServer();
        await using var api = await ApiServer.StartAsync(Column.Postgres);

        Assert.That(api.Errors, Is.Empty);
    }

    [Test]
    public async Task Log_WhenThereMayBeOtherMachines_SaysThatThereAreNoLiveStreams()
    {
        TestRedis.IgnoreWithoutServer();
        await using var api = await ApiServer.StartAsync(("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", TestRedis.Shared()));

        var report = await LogLine.ReadReportAsync(api);

        Assert.That(report.Text("video"), Is.EqualTo("local"));
        Assert.That(report.Text("live"), Is.EqualTo("none (Backplane:Provider is not InProcess)"));
    }

    [Test]
    public async Task Log_InDevelopment_IsReadable()
    {
        var api = await SharedServer.DevelopmentAsync();

        Assert.That(api.Log, Does.Contain("info: ").And.Not.Contain("\"level\""));
    }

    [Test]
    public async Task Log_WhenConfigured_IsReadableInProductionToo()
    {
        await using var api = await ApiServer.StartAsync(("Logging__Console__FormatterName", "simple"));

        Assert.That(api.Log, Does.Contain("info: ").And.Not.Contain("\"level\""));
    }
}
