using Microsoft.Extensions.Options;
using VideoChat.Api.Http;
using VideoChat.Infrastructure;

namespace VideoChat.Api.Addresses;

/// <summary>
/// The addresses that serve only operators: <c>Metrics:Url</c> and <c>Health:Url</c>. A request to one is
/// recognized by its local port, so that port must differ from the ports for clients.
/// </summary>
internal sealed class OperatorAddresses(IOptions<MetricsOptions> metrics, IOptions<HealthOptions> health)
{
    public const string MetricsKey = $"{MetricsOptions.Section}:{nameof(MetricsOptions.Url)}", HealthKey = $"{HealthOptions.Section}:{nameof(HealthOptions.Url)}";

    /// <summary>Returns the port of an operator address; null if the URL is not http, has no port or has a path.</summary>
    public static int? PortOf(string? url) =>
        ListenAddresses.Parse(url) is { Port: > 0, PathBase: "", Scheme: "http" } address && address.HasPort(url!) ? address.Port : null;

    public bool Has(int port) => port == health.Value.Port || (metrics.Value.Enabled && port == metrics.Value.Port);

    public bool HasHealth(int port) => port == health.Value.Port;

    public static void Listen(WebApplicationBuilder builder, bool isScraped)
    {
        var configuration = builder.Configuration;
        var shared = configuration.ListListenAddresses().Select(address => ListenAddresses.Parse(address.Url)?.Port).OfType<int>().ToHashSet();
        builder.Services.AddCheckedOptions<HealthOptions>(HealthOptions.Section)
            .Validate(options => options.Port is not { } port || !shared.Contains(port), IsSharedMessage(HealthKey))
            .Validate<IOptions<MetricsOptions>>(
                (options, metrics) => !metrics.Value.Enabled || options.Port is null || options.Port != metrics.Value.Port || IsSame(options.Url, metrics.Value.Url),
                $"{HealthKey}: has the same port as {MetricsKey} but another host; use the same address or another port.");
        builder.Services.AddOptions<MetricsOptions>().Validate(
            options => !options.Enabled || options.Port is not { } port || !shared.Contains(port), IsSharedMessage(MetricsKey));
        builder.Services.AddSingleton<OperatorAddresses>();

        List<(string Name, string? Url)> own = [("Health", configuration[HealthKey])];
        if (isScraped && !IsSame(configuration[MetricsKey], configuration[HealthKey]))
            own.Add(("Metrics", configuration[MetricsKey]));
        own.RemoveAll(address => string.IsNullOrEmpty(address.Url));
        if (own.Count == 0)
            return;
        if (configuration.GetSection(ListenAddresses.Endpoints).Exists())
            own.ForEach(address => configuration[$"{ListenAddresses.Endpoints}:{address.Name}:Url"] = address.Url);
        else
            builder.WebHost.UseUrls([.. configuration.ListListenAddresses().Select(address => address.Url), .. own.Select(address => address.Url!)]);
    }

    /// <summary>Returns the key of an operator address; null for any other address.</summary>
    public static string? KeyOf(IConfiguration configuration, string url) =>
        IsSame(configuration[MetricsKey], url) ? MetricsKey : IsSame(configuration[HealthKey], url) ? HealthKey : null;

    private static bool IsSame(string? one, string? other) =>
        one is not null && other is not null && one.TrimEnd('/').Equals(other.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static string IsSharedMessage(string key) =>
        $"{key}: has a port that also serves clients; use another port.";
}

internal static class OperatorAddressesSetup
{
    /// <summary>
    /// Rejects requests at an operator address with 404, except health checks. An earlier middleware serves the metrics.
    /// </summary>
    public static void UseOperatorAddresses(this WebApplication app)
    {
        var operators = app.Services.GetRequiredService<OperatorAddresses>();
        app.UseWhen(
            context => operators.Has(context.Connection.LocalPort)
                && !(operators.HasHealth(context.Connection.LocalPort) && context.Request.Path.IsUnder(Paths.Health)),
            own => own.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }));
    }
}
