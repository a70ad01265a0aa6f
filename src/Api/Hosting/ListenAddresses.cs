using System.Globalization;

namespace VideoChat.Api.Hosting;

/// <summary>Where the server is configured to listen, whichever of the framework's ways that is done.</summary>
internal static class ListenAddresses
{
    public const string Endpoints = "Kestrel:Endpoints";

    private const string UrlsKey = "ASPNETCORE_URLS", HttpPortsKey = "ASPNETCORE_HTTP_PORTS", HttpsPortsKey = "ASPNETCORE_HTTPS_PORTS";

    /// <summary>The addresses, each with the key that has it; none where nothing is configured.</summary>
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

    /// <summary>Reads an address; null where it is none, or where the framework would read another than it says.</summary>
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

    /// <summary>Whether the port stands in the address; where none does the framework takes that of the scheme.</summary>
    public static bool HasPort(this BindingAddress address, string url) =>
        url.TrimEnd('/').EndsWith(':' + address.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    // What follows a colon and is no number the framework takes for a part of the host, and listens at port 80 of every address.
    private static bool IsHostAndPort(BindingAddress address) =>
        address.Port is >= 0 and <= ushort.MaxValue && (address.Host.EndsWith(']') || !address.Host.Contains(':', StringComparison.Ordinal));

    private static string[] Split(string? list) =>
        (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
