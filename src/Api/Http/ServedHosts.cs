using System.Net;
using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.Http;

/// <summary>
/// The names under which this server may be asked. A page whose own name resolves to this machine (DNS rebinding) is of the same
/// origin as its requests, so that neither CORS nor the origin check stops it; its <c>Host</c> gives it away
/// (docs/decisions/0014-names-under-which-the-server-is-asked.md).
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
        // A proxy can pass on any name that it serves; without one, only this machine reaches a loopback address.
        IsAny = listed.Contains(Any) || (_names.Count == 0 && _suffixes.Length == 0 && (proxies.Value.TrustedProxies.Count > 0 || !own.IsLocalOnly));
    }

    /// <summary>Nothing is configured that tells which names are ours.</summary>
    public bool IsAny { get; }

    /// <summary>Whether a request is served under a host. The machine's own names always are: no other page can have them.</summary>
    /// <param name="host">The URL that <see cref="HostCheck.Parse"/> makes of it.</param>
    /// <param name="isHttps">Whether the request came over https, which has a default port of its own.</param>
    /// <param name="ownPort">The port at which the server was asked.</param>
    public bool Contains(Uri host, bool isHttps, int ownPort)
    {
        var name = host.IdnHost.TrimEnd('.');
        if (IsAny || IsLoopback(name) || _names.Contains(name) || Array.Exists(_suffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal)))
            return true;
        if (_isExact)
            return false;
        // A rebound page is at the server's own port, because it is of the same origin. A proxy is asked at a port of its own.
        var port = host.IsDefaultPort && isHttps ? HttpsPort : host.Port;
        return port != ownPort || !IsPublicName(host, name);
    }

    /// <summary>Whether a text is <c>*</c>, a name, an address, or <c>*.</c> and a name.</summary>
    public static bool IsPattern(string text) =>
        text == Any || NameOf(IsSubdomains(text) ? text[AnySubdomain.Length..] : text) is not null;

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // Only such a name can be made to resolve to this machine by a stranger: an address is not resolved.
    private static bool IsPublicName(Uri host, string name) =>
        host.HostNameType == UriHostNameType.Dns
        && name.Contains('.', StringComparison.Ordinal)
        && !Array.Exists(PrivateSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal));

    private static bool IsSubdomains(string host) => host.StartsWith(AnySubdomain, StringComparison.Ordinal);

    // Hosts are compared without a port, so a name with one would never match.
    private static string? NameOf(string host) =>
        host.EndsWith(']') || !host.Contains(':', StringComparison.Ordinal) ? HostCheck.Parse(host)?.IdnHost : null;
}
