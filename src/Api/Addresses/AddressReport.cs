using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using VideoChat.Api.Configuration;
using VideoChat.Api.Http;

namespace VideoChat.Api.Addresses;

/// <summary>The addresses of the server for the startup report. They are valid while the server listens.</summary>
internal sealed class AddressReport(
    IServer server,
    OperatorAddresses operators,
    ServedHosts hosts,
    IOptions<ServerOptions> urls,
    IOptions<MetricsOptions> metrics,
    IOptions<ReverseProxyOptions> proxy) : ISettingsNotes
{
    public string Urls => string.Join(", ", Bound.Where(address => !operators.Has(PortOf(address))));

    public string PublicUrl => urls.Value.PublicBaseUrl ?? "from each request";

    public string Metrics
    {
        get
        {
            if (!metrics.Value.Enabled)
                return "disabled";
            return Bound.FirstOrDefault(address => PortOf(address) == metrics.Value.Port) is { } own
                ? $"at {own.TrimEnd('/')}{Paths.Metrics}"
                : $"for everyone, at {Paths.Metrics}";
        }
    }

    public string Health => Bound.FirstOrDefault(address => operators.HasHealth(PortOf(address))) is { } own
        ? $"{Paths.Health}, and at {own.TrimEnd('/')}{Paths.Health}"
        : Paths.Health;

    private ICollection<string> Bound => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    public IEnumerable<string> ListOff()
    {
        if (!metrics.Value.Enabled)
            yield return "/metrics (Metrics:Enabled)";
        if (proxy.Value.TrustedProxies.Count == 0)
            yield return "trusted proxies (ReverseProxy:TrustedProxies)";
    }

    public IEnumerable<string> ListOpen()
    {
        if (!Bound.Append(urls.Value.PublicBaseUrl).Any(IsHttps))
            yield return "no https (PublicBaseUrl)";
        if (hosts.IsAny)
            yield return "requests for any host name (AllowedHosts)";
    }

    private static int PortOf(string address) => BindingAddress.Parse(address).Port;

    private static bool IsHttps(string? url) => url?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
}
