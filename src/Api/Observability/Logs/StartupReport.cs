using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Api.Http;
using VideoChat.Api.Limits;
using VideoChat.Api.Partners;
using VideoChat.Api.Security;
using VideoChat.Application.Common;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Application.Webhooks;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Videos.Bunny;

namespace VideoChat.Api.Observability.Logs;

/// <summary>Logs the configuration when the server starts: providers, addresses, disabled features and insecure settings.</summary>
internal sealed partial class StartupReport(
    IServer server,
    IHostEnvironment environment,
    IVideoGateway video,
    ILiveGateway liveStreams,
    IOptions<ServerOptions> urls,
    ServedHosts hosts,
    IOptions<DatabaseOptions> database,
    IOptions<BackplaneOptions> backplane,
    IOptions<MetricsOptions> metrics,
    OperatorAddresses operators,
    IOptions<RateLimitingOptions> limits,
    IOptions<PartnersOptions> partners,
    IOptions<ReverseProxyOptions> proxy,
    IOptions<SecurityOptions> security,
    IOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions> cors,
    IOptions<WebhooksOptions> webhooks,
    IOptions<BunnyOptions> bunny,
    IOptions<OtlpOptions> otlp,
    ILogger<StartupReport> logger)
{
    public void Write()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var ownAddress = addresses.FirstOrDefault(IsForScrapes);
        var healthAddress = addresses.FirstOrDefault(address => operators.HasHealth(BindingAddress.Parse(address).Port));
        LogStarted(
            logger,
            Product.Version,
            environment.EnvironmentName,
            string.Join(", ", addresses.Where(address => !operators.Has(BindingAddress.Parse(address).Port))),
            urls.Value.PublicBaseUrl ?? "from each request",
            database.Value.Provider,
            backplane.Value.Provider,
            NameOf(video.Provider),
            liveStreams.DisabledReason is { } reason ? $"none ({reason})" : NameOf(liveStreams.Provider),
            !metrics.Value.Enabled ? "disabled" : ownAddress is null ? "for everyone, at " + Paths.Metrics : "at " + ownAddress.TrimEnd('/') + Paths.Metrics,
            healthAddress is null ? Paths.Health : $"{Paths.Health}, and at {healthAddress.TrimEnd('/')}{Paths.Health}",
            otlp.Value.Destination ?? "disabled",
            ListWhatIsOff(),
            ListWhatIsOpen(addresses));
    }

    private string ListWhatIsOff() => List(
        (!limits.Value.Enabled, "limits (RateLimiting:Enabled)"),
        (partners.Value.ApiKeys.Count == 0, "webhook management (Partners:ApiKeys)"),
        (!webhooks.Value.Enabled, "webhook delivery (Webhooks:Enabled)"),
        (!metrics.Value.Enabled, "/metrics (Metrics:Enabled)"),
        (otlp.Value.Destination is null, $"OTLP ({OtlpOptions.EndpointKey})"),
        (proxy.Value.TrustedProxies.Count == 0, "trusted proxies (ReverseProxy:TrustedProxies)"),
        (security.Value.HstsSeconds == 0, "HSTS (Security:HstsSeconds)"));

    /// <summary>Lists settings that are acceptable only in development.</summary>
    private string ListWhatIsOpen(IEnumerable<string> addresses) => List(
        (!addresses.Append(urls.Value.PublicBaseUrl).Any(IsHttps), "no https (PublicBaseUrl)"),
        (cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!.AllowAnyOrigin, "pages of any origin (Cors:AllowedOrigins)"),
        (hosts.IsAny, "requests for any host name (AllowedHosts)"),
        (webhooks.Value.AllowHttp, "webhooks over http (Webhooks:AllowHttp)"),
        (webhooks.Value.AllowPrivateNetworks, "webhooks into private networks (Webhooks:AllowPrivateNetworks)"),
        ((video.Provider == MediaProvider.Bunny || liveStreams.Provider == MediaProvider.Bunny) && string.IsNullOrEmpty(bunny.Value.ReadOnlyApiKey),
            "unsigned video-provider webhooks (Bunny:ReadOnlyApiKey)"));

    private static string NameOf(MediaProvider provider) => provider.ToString().ToLowerInvariant();

    private bool IsForScrapes(string address) => metrics.Value is { Enabled: true, Port: { } port } && BindingAddress.Parse(address).Port == port;

    private static bool IsHttps(string? url) => url?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    private static string List(params (bool Applies, string What)[] parts) =>
        string.Join(", ", parts.Where(part => part.Applies).Select(part => part.What).DefaultIfEmpty("nothing"));

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = """
            VideoChat {Version} ({Environment}) listens at {Urls}
            public URL: {PublicUrl}
            database: {Database}
            backplane: {Backplane}
            videos: {Video}
            live streams: {Live}
            metrics: {Metrics}
            health: {Health}
            OTLP: {Otlp}
            off: {Off}
            open: {Open}
            """)]
    private static partial void LogStarted(
        ILogger logger, string version, string environment, string urls, string publicUrl, DatabaseProvider database,
        BackplaneProvider backplane, string video, string live, string metrics, string health, string otlp, string off, string open);
}
