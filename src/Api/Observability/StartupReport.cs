using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using VideoChat.Api.Controllers;
using VideoChat.Api.Hosting;
using VideoChat.Api.Partners;
using VideoChat.Api.RateLimiting;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Api.Observability;

/// <summary>
/// Says once, when the server listens, what runs here and what does not: one line for people, and each part of it under a name
/// of its own.
/// </summary>
internal sealed partial class StartupReport(
    IServer server,
    IHostEnvironment environment,
    IConfiguration configuration,
    IVideoGateway video,
    ILiveGateway liveStreams,
    IOptions<ServerOptions> urls,
    IOptions<DatabaseOptions> database,
    IOptions<BackplaneOptions> backplane,
    IOptions<MetricsOptions> metrics,
    IOptions<RateLimitingOptions> limits,
    IOptions<PartnersOptions> partners,
    IOptions<ReverseProxyOptions> proxy,
    ILogger<StartupReport> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        LogStarted(
            logger,
            ServiceController.Version,
            environment.EnvironmentName,
            string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []),
            urls.Value.PublicBaseUrl ?? "as asked for",
            database.Value.Provider,
            backplane.Value.Provider,
            video.Name,
            liveStreams.Name,
            string.Join(", ", ListWhatIsOff()));
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private List<string> ListWhatIsOff()
    {
        var off = new List<string>();
        Add(!limits.Value.Enabled, "limits (RateLimiting:Enabled)");
        Add(partners.Value.ApiKeys.Count == 0, "webhooks (Partners:ApiKeys)");
        Add(!metrics.Value.Enabled, "/metrics (Metrics:Enabled)");
        Add(string.IsNullOrEmpty(configuration[MetricsSetup.OtlpEndpoint]), $"OTLP ({MetricsSetup.OtlpEndpoint})");
        Add(proxy.Value.TrustedProxies.Count == 0, "trusted proxies (ReverseProxy:TrustedProxies)");
        return off;

        void Add(bool isOff, string what)
        {
            if (isOff)
                off.Add(what);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "VideoChat {Version} ({Environment}) listens at {Urls}; public URL: {PublicUrl}; database: {Database}; "
            + "backplane: {Backplane}; videos: {Video}; live streams: {Live}; off: {Off}")]
    private static partial void LogStarted(
        ILogger logger, string version, string environment, string urls, string publicUrl,
        DatabaseProvider database, BackplaneProvider backplane, string video, string live, string off);
}
