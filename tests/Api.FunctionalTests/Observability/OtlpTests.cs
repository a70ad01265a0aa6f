using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Observability;

public sealed class OtlpTests
{
    [Test]
    public async Task Otlp_WhenHistogramsHaveValues_CarriesThemAndLogsNothing()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(collector.Settings);
        await api.PostMessageAsync(await api.CreateRoomAsync(), await api.CreateUserAsync(), "hello");

        await Eventually.BeTrueAsync(
            () => collector.Metrics.Count(name => name == "videochat.log.commit.duration") > 1, "the histogram arrives repeatedly");
        // The first exports may precede the end of the request.
        await Eventually.BeTrueAsync(
            () => collector.Metrics.Contains("videochat.messages.accepted") && collector.Metrics.Contains("http.server.request.duration"),
            "the metrics of the request arrive");

        Assert.That(Faults(api), Is.Empty);
    }

    [Test]
    public async Task Otlp_WhenOnlyMetricsHaveAnEndpoint_SendsOnlyMetrics()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(
            [("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", collector.Address + "/v1/metrics"), .. OtlpReceiver.Soon]);
        await api.CreateUserAsync();

        await Eventually.BeTrueAsync(() => collector.Metrics.Contains("videochat.log.commit.duration"), "metrics arrive");

        Assert.That(collector.Spans, Is.Empty);
    }

    [Test]
    public async Task Otlp_WhenOnlyTracesHaveAnEndpoint_SendsOnlyTraces()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var api = await ApiServer.StartAsync(
            [("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.Address + "/v1/traces"), .. OtlpReceiver.Soon]);
        await api.CreateUserAsync();

        await Eventually.BeTrueAsync(() => collector.Spans.Any(span => span.Name == "commit"), "traces arrive");

        Assert.That(collector.Metrics, Is.Empty);
    }

    [Test]
    public async Task Otlp_WhenTheCollectorIsUnavailable_LogsAWarning()
    {
        await using var api = await ApiServer.StartAsync([("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), .. OtlpReceiver.Soon]);
        await api.CreateUserAsync();

        await Eventually.BeTrueAsync(
            () => Faults(api).Any(line => line.Contains("127.0.0.1:1", StringComparison.Ordinal)), "it is in the log");

        Assert.That(Faults(api), Is.All.Contains("\"level\":\"warning\"").And.None.Contains("   at "));
    }

    private static IEnumerable<string> Faults(ApiServer api) =>
        api.Log.Split('\n').Where(line => line.Contains("\"category\":\"OpenTelemetry-", StringComparison.Ordinal));
}
