using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Hosting;

/// <summary>
/// Starts the server with wrong settings in the process of the tests, where a start takes milliseconds. The tests run alone,
/// because they set the environment of the process.
/// </summary>
[NonParallelizable]
public sealed class RefusedStartTests
{
    [TestCase("RateLimiting:Enabled", "maybe")]
    [TestCase("RateLimiting:Requests", "0")]
    [TestCase("RateLimiting:Requests", "-5")]
    [TestCase("RateLimiting:Requests", "abc")]
    [TestCase("RateLimiting:WindowSeconds", "0")]
    [TestCase("RateLimiting:WindowSeconds", "1.5")]
    [TestCase("RateLimiting:WebSocketsPerAddress", "0")]
    [TestCase("RateLimiting:ConnectionsPerAddress", "0")]
    [TestCase("RateLimiting:ConcurrentRequestsPerAddress", "0")]
    [TestCase("RateLimiting:RoomsPerHour", "0")]
    [TestCase("RateLimiting:MessageBytesPerHour", "1")]
    [TestCase("RateLimiting:UploadBytesPerHour", "many")]
    [TestCase("Limits:MaxConnections", "0")]
    [TestCase("Limits:MaxWebSockets", "many")]
    [TestCase("Limits:RequestHeaderSeconds", "0")]
    [TestCase("Messages:MaxLength", "0")]
    [TestCase("Messages:MaxLength", "many")]
    [TestCase("PublicBaseUrl", "nonsense")]
    [TestCase("PublicBaseUrl", "ftp://example.com")]
    [TestCase("PublicBaseUrl", "https://example.com/chat")]
    [TestCase("PublicBaseUrl", "https://example.com?y")]
    [TestCase("PublicBaseUrl", "https://example.com/#")]
    [TestCase("PublicBaseUrl", "https://me@example.com")]
    [TestCase("AllowedHosts", "https://example.com")]
    [TestCase("AllowedHosts", "example.com:8000")]
    [TestCase("ReverseProxy:TrustedProxies", "nonsense")]
    [TestCase("ReverseProxy:TrustedProxies", "10.0.0.0/99")]
    [TestCase("ReverseProxy:TrustedProxies", "0.0.0.0/0")]
    [TestCase("ReverseProxy:TrustedProxies", "10.0.0.1,::/0")]
    [TestCase("Cors:AllowedOrigins", "nonsense")]
    [TestCase("Cors:AllowedOrigins", "https://app.example.com/path")]
    [TestCase("Cors:AllowedOrigins", "https://app.example.com/")]
    [TestCase("Cors:AllowedOrigins", "*")]
    [TestCase("Cors:AllowedOrigins", "https://a.*.example.com")]
    [TestCase("Security:HstsSeconds", "-1")]
    [TestCase("RateLimiting:Reqests", "5")]
    [TestCase("RATELIMITING:REQESTS", "5")]
    [TestCase("Partner:ApiKeys", "")]
    [TestCase("Metrics:Urls", "http://127.0.0.1:9464")]
    [TestCase("Database:Provider", "Oracle")]
    [TestCase("Database:Provider", "5")]
    [TestCase("Backplane:Provider", "Redis")]
    [TestCase("Backplane:Provider", "Kafka")]
    [TestCase("Backplane:LeaseSeconds", "1")]
    [TestCase("Backplane:LookSeconds", "0")]
    [TestCase("Metrics:Enabled", "maybe")]
    [TestCase("Metrics:Url", "nonsense")]
    [TestCase("Metrics:Url", "http://127.0.0.1:9464/metrics")]
    [TestCase("Metrics:Url", "https://127.0.0.1:9464")]
    [TestCase("Metrics:Url", "http://127.0.0.1")]
    [TestCase("Health:Url", "nonsense")]
    [TestCase("Health:Url", "http://127.0.0.1:9465/health")]
    [TestCase("ASPNETCORE_URLS", "nonsense")]
    [TestCase("ASPNETCORE_URLS", "http://127.0.0.1:99999")]
    [TestCase("ASPNETCORE_URLS", "http://127.0.0.1:port")]
    [TestCase("Kestrel:Endpoints:Http:Url", "foo")]
    [TestCase("Shutdown:DrainSeconds", "-1")]
    [TestCase("Logging:LogLevel:Default", "Loud")]
    [TestCase("Logging:Console:LogLevel:Default", "Loud")]
    [TestCase("Logging:Console:FormatterName", "json2")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [TestCase("OTEL_EXPORTER_OTLP_ENDPOINT", "foo")]
    [TestCase("OTEL_EXPORTER_OTLP_PROTOCOL", "htp")]
    [TestCase("OTEL_TRACES_SAMPLER", "foo")]
    [TestCase("OTEL_METRIC_EXPORT_INTERVAL", "abc")]
    [TestCase("ConnectionStrings:Default", "nonsense")]
    [TestCase("ConnectionStrings:Default", "Data Source=:memory:")]
    [TestCase("ConnectionStrings:Default", "Data Source=shared;Mode=Memory;Cache=Shared")]
    [TestCase("ConnectionStrings:Default", "Data Source=file:shared?mode=memory")]
    [TestCase("Storage:ReserveBytes", "-1")]
    [TestCase("Uploads:MinBytesPerSecond", "0")]
    [TestCase("ConnectionStrings:Default", "Data Source=/dev/null/videochat.db")]
    [TestCase("Storage:Path", "/dev/null/data")]
    public async Task Start_WhenAValueIsWrong_FailsWithOneLineThatNamesTheKey(string key, string value)
    {
        var (exitCode, log) = await RefusedStart.RunAsync((key.Replace(":", "__", StringComparison.Ordinal), value));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.Some.Contains(key).IgnoreCase);
        Assert.That(log, Does.Not.Contain("   at "));
    }

    [TestCase("")]
    [TestCase("nonsense")]
    [TestCase("Data Source=videochat.db")]
    [TestCase("Host=127.0.0.1;Username=chat;Password=secret-word")]
    [TestCase("Host=127.0.0.1;Database=chat;Password=secret-word;Port=many")]
    [TestCase("Host=127.0.0.1;Database=chat;Password=secret-word;Maximum Pool Size=9")]
    public async Task Start_WhenPostgresLacksAConnectionString_FailsWithOneLineThatNamesTheKey(string value)
    {
        var (exitCode, log) = await RefusedStart.RunAsync(
            ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", value));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(log, Does.Contain("ConnectionStrings:Default").And.Contain("Database:Provider").Or.Contain("Maximum Pool Size must be at least"));
        Assert.That(log, Does.Not.Contain("   at ").And.Not.Contain("secret-word"));
    }

    [TestCase("")]
    [TestCase("secret=nonsense,password=hunter2")]
    public async Task Start_WhenRedisIsWantedAndNotNamed_NamesTheKeyAndNoSecret(string connectionString)
    {
        var (exitCode, log) = await RefusedStart.RunAsync(
            ("Backplane__Provider", "Redis"), ("ConnectionStrings__Redis", connectionString));

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(log, Does.Contain("ConnectionStrings:Redis").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task Start_WhenSeveralValuesAreWrong_NamesThemAll()
    {
        var (_, log) = await RefusedStart.RunAsync(("RateLimiting__Requests", "0"), ("Messages__MaxLength", "0"));

        Assert.That(log, Does.Contain("RateLimiting:Requests").And.Contain("Messages:MaxLength"));
    }

    [Test]
    public async Task Start_WhenTheAddressIsTaken_FailsWithOneLineThatNamesTheKey()
    {
        var (exitCode, log) = await RefusedStart.RunAsync(("ASPNETCORE_URLS", SharedServer.Api.Address.ToString()));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.Some.StartsWith("VideoChat cannot start. ASPNETCORE_URLS: "));
    }

    [TestCase("https://127.0.0.1:0")]
    [TestCase("http://192.0.2.1:8000")]
    public async Task Start_WhenItCannotListen_FailsWithOneLineThatNamesTheKey(string url)
    {
        var (exitCode, log) = await RefusedStart.RunAsync(("ASPNETCORE_URLS", url));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.Some.StartsWith("VideoChat cannot start. ASPNETCORE_URLS: "));
    }

    [Test]
    public async Task Start_WhenTheAddressOfMetricsIsTaken_NamesThatKey()
    {
        var (exitCode, log) = await RefusedStart.RunAsync(("Metrics__Url", SharedServer.Api.Address.ToString()));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.Some.StartsWith("VideoChat cannot start. Metrics:Url: "));
    }

    [TestCase("http://127.0.0.1:8000", "http://127.0.0.1:9464")]
    [TestCase("http://127.0.0.2:9464", "http://127.0.0.1:9464")]
    public async Task Start_WhenTheAddressOfHealthHasAnothersPort_NamesThatKey(string health, string metrics)
    {
        var (exitCode, log) = await RefusedStart.RunAsync(
            ("ASPNETCORE_URLS", "http://127.0.0.1:8000"), ("Health__Url", health), ("Metrics__Url", metrics));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.Some.StartsWith("VideoChat cannot start. Health:Url: ").And.None.Contains("   at "));
    }

    [Test]
    public async Task Start_WhenAPortIsNoNumber_FailsWithOneLineThatNamesTheKey()
    {
        var (exitCode, log) = await RefusedStart.RunAsync(("ASPNETCORE_URLS", ""), ("ASPNETCORE_HTTP_PORTS", "abc"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.Some.StartsWith("VideoChat cannot start. ASPNETCORE_HTTP_PORTS: "));
    }

    [TestCase("")]
    [TestCase("http://localhost:8000")]
    [TestCase("http://10.0.0.1:7999;http://*:8000")]
    public async Task Metrics_WhenTheirPortIsTheServersOwn_StopTheStart(string urls)
    {
        var (exitCode, log) = await RefusedStart.RunAsync(("ASPNETCORE_URLS", urls), ("Metrics__Url", "http://127.0.0.1:8000"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.Some.StartsWith("VideoChat cannot start. Metrics:Url: ").And.None.Contains("   at "));
    }
}
