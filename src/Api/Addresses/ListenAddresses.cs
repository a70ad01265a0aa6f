using System.Globalization;

namespace VideoChat.Api.Addresses;

/// <summary>Reads the addresses to listen on from all settings that ASP.NET Core supports.</summary>
internal static class ListenAddresses
{
    public const string Endpoints = "Kestrel:Endpoints";

    private const string UrlsKey = "ASPNETCORE_URLS", HttpPortsKey = "ASPNETCORE_HTTP_PORTS", HttpsPortsKey = "ASPNETCORE_HTTPS_PORTS";

    /// <summary>Returns the addresses with their keys; empty if none is configured.</summary>
    public static IReadOnlyList<(string Key, string Url)> ListListenAddresses(this IConfiguration configuration)
    {
        var endpoints = configuration.GetSection(Endpoints);
        if (endpoints.Exists())
            return [.. endpoints.GetChildren().Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"] ?? ""))];
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
            return [.. Split(urls).Select(url => (UrlsKey, url))];
        return
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => (HttpPortsKey, $"http://*:{port}")),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => (HttpsPortsKey, $"https://*:{port}")),
        ];
    }

    /// <summary>Parses an address; returns null if it is invalid or would be interpreted differently by ASP.NET Core.</summary>
    public static BindingAddress? Parse(string? url)
    {
        try
        {
            var address = BindingAddress.Parse(url ?? "");
            return address.IsUnixPipe || address.IsNamedPipe || IsHostAndPort(address) ? address : null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Determines whether the URL contains a port. Otherwise ASP.NET Core uses the default port of the scheme.</summary>
    public static bool HasPort(this BindingAddress address, string url) =>
        url.TrimEnd('/').EndsWith(':' + address.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    // Determines whether the port is numeric. ASP.NET Core treats any other port as part of the host, and listens on port 80 of all
    // addresses.
    private static bool IsHostAndPort(BindingAddress address) =>
        address.Port is >= 0 and <= ushort.MaxValue && (address.Host.EndsWith(']') || !address.Host.Contains(':', StringComparison.Ordinal));

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
