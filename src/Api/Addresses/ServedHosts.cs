using System.Net;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Addresses;

/// <summary>
/// The host names that the server accepts. The check prevents DNS rebinding. An attacker's page whose name resolves to this machine
/// has the same origin as its requests, so only the <c>Host</c> header reveals the attack (docs/decisions/0014-host-names.md).
/// </summary>
internal sealed class ServedHosts
{
    private const string Any = "*", AnySubdomain = "*.";
    private const int HttpsPort = 443;

    /// <summary>
    /// Suffixes that public DNS never delegates (RFC 6761 §6.3, RFC 6762 §3, RFC 8375, and ICANN's resolution 2024.07.29.06 for
    /// <c>.internal</c>).
    /// </summary>
    private static readonly string[] PrivateSuffixes = [".localhost", ".local", ".home.arpa", ".internal"];

    private readonly HashSet<string> _names;
    private readonly string[] _suffixes;
    private readonly bool _isExact;

    public ServedHosts(IOptions<ServerOptions> server, IOptions<ReverseProxyOptions> proxies)
    {
        var (own, listed) = (server.Value, server.Value.ListAllowedHosts());
        _isExact = listed.Count > 0;
        _names = [.. listed.Where(host => !IsSubdomains(host)).Select(NameOf).OfType<string>()];
        _suffixes = [.. listed.Where(IsSubdomains).Select(host => '.' + NameOf(host[AnySubdomain.Length..]))];
        if (Uri.TryCreate(own.PublicBaseUrl, UriKind.Absolute, out var publicUrl))
            _names.Add(publicUrl.IdnHost);
        // Without a configured name, a server that other machines can reach accepts any name, because it cannot know its own
        // names.
        IsAny = listed.Contains(Any) || (_names.Count == 0 && _suffixes.Length == 0 && (proxies.Value.TrustedProxies.Count > 0 || !own.IsLocalOnly));
    }

    public bool IsAny { get; }

    /// <summary>
    /// Determines whether a request with this host is accepted. <c>localhost</c> and loopback addresses are always accepted.
    /// </summary>
    /// <param name="host">The result of <see cref="HostCheck.Parse"/>.</param>
    /// <param name="isHttps">Whether the request uses https. The scheme determines the default port.</param>
    /// <param name="ownPort">The local port of the connection.</param>
    public bool Contains(Uri host, bool isHttps, int ownPort)
    {
        var name = host.IdnHost.TrimEnd('.');
        if (IsAny || IsLoopback(name) || _names.Contains(name) || Array.Exists(_suffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal)))
            return true;
        if (_isExact)
            return false;
        // A page that uses DNS rebinding must name the server's own port. A request that names a different port came through a
        // reverse proxy, so it is accepted.
        var port = host.IsDefaultPort && isHttps ? HttpsPort : host.Port;
        return port != ownPort || !IsPublicName(host, name);
    }

    /// <summary>Determines whether the text is <c>*</c>, a host name, an address, or <c>*.</c> followed by a host name.</summary>
    public static bool IsPattern(string text) =>
        text == Any || NameOf(IsSubdomains(text) ? text[AnySubdomain.Length..] : text) is not null;

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Determines whether the host is a public name. An attacker can make only such a name resolve to this machine, because an
    // address is never resolved.
    private static bool IsPublicName(Uri host, string name) =>
        host.HostNameType == UriHostNameType.Dns
        && name.Contains('.', StringComparison.Ordinal)
        && !Array.Exists(PrivateSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal));

    private static bool IsSubdomains(string host) => host.StartsWith(AnySubdomain, StringComparison.Ordinal);

    // Returns the host name or address. A name with a port is invalid, because hosts are compared without a port.
    private static string? NameOf(string host) =>
        host.EndsWith(']') || !host.Contains(':', StringComparison.Ordinal) ? HostCheck.Parse(host)?.IdnHost : null;
}
