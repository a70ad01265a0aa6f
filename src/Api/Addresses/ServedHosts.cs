using System.Net;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Addresses;

/// <summary>
/// The host names that the server responds to. A page whose own name resolves to this machine (DNS rebinding) has the same origin as its
/// requests, so neither CORS nor the origin check stops it; only its <c>Host</c> differs
/// (docs/decisions/0014-host-names.md).
/// </summary>
internal sealed class ServedHosts
{
    private const string Any = "*", AnySubdomain = "*.";
    private const int HttpsPort = 443;

    /// <summary>Never delegated in the public DNS: RFC 6761 §6.3, RFC 6762 §3, RFC 8375, and ICANN's resolution 2024.07.29.06 for internal.</summary>
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
        // Without a configured name, a server that other machines can reach serves any: only a loopback server can tell a foreign name.
        IsAny = listed.Contains(Any) || (_names.Count == 0 && _suffixes.Length == 0 && (proxies.Value.TrustedProxies.Count > 0 || !own.IsLocalOnly));
    }

    /// <summary>Whether every host name is served, because the configuration does not tell which are the server's.</summary>
    public bool IsAny { get; }

    /// <summary>Whether a request with this host is served. The machine's local names always are: no other page can have them.</summary>
    /// <param name="host">The result of <see cref="HostCheck.Parse"/>.</param>
    /// <param name="isHttps">Whether the request uses https, which has another default port.</param>
    /// <param name="ownPort">The local port of the connection.</param>
    public bool Contains(Uri host, bool isHttps, int ownPort)
    {
        var name = host.IdnHost.TrimEnd('.');
        if (IsAny || IsLoopback(name) || _names.Contains(name) || Array.Exists(_suffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal)))
            return true;
        if (_isExact)
            return false;
        // A rebound page uses the server's port, because it has the same origin. A proxy listens at another port.
        var port = host.IsDefaultPort && isHttps ? HttpsPort : host.Port;
        return port != ownPort || !IsPublicName(host, name);
    }

    /// <summary>Whether the text is <c>*</c>, a name, an address, or a name after <c>*.</c>.</summary>
    public static bool IsPattern(string text) =>
        text == Any || NameOf(IsSubdomains(text) ? text[AnySubdomain.Length..] : text) is not null;

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // An attacker can make only a public name resolve to this machine; an address is not resolved.
    private static bool IsPublicName(Uri host, string name) =>
        host.HostNameType == UriHostNameType.Dns
        && name.Contains('.', StringComparison.Ordinal)
        && !Array.Exists(PrivateSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal));

    private static bool IsSubdomains(string host) => host.StartsWith(AnySubdomain, StringComparison.Ordinal);

    // Hosts are compared without a port, so a name with one would never match.
    private static string? NameOf(string host) =>
        host.EndsWith(']') || !host.Contains(':', StringComparison.Ordinal) ? HostCheck.Parse(host)?.IdnHost : null;
}
