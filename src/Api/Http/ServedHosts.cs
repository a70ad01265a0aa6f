using System.Net;
using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.Http;

/// <summary>
/// The names under which this server may be asked. A page whose own name resolves to this machine (DNS rebinding) is of the same
/// origin as its requests, so that neither CORS nor the origin check stops it; its <c>Host</c> gives it away.
/// </summary>
internal sealed class ServedHosts
{
    private const string Any = "*", AnySubdomain = "*.";

    private readonly HashSet<string> _names;
    private readonly string[] _suffixes;

    public ServedHosts(IOptions<ServerOptions> server, IOptions<ReverseProxyOptions> proxies)
    {
        var (own, listed) = (server.Value, server.Value.ListAllowedHosts());
        _names = [.. listed.Where(host => !IsSubdomains(host)).Select(NameOf).OfType<string>()];
        _suffixes = [.. listed.Where(IsSubdomains).Select(host => '.' + NameOf(host[AnySubdomain.Length..]))];
        if (Uri.TryCreate(own.PublicBaseUrl, UriKind.Absolute, out var publicUrl))
            _names.Add(publicUrl.IdnHost);
        // A proxy may pass on any name that it serves; without one, only this machine reaches a loopback address.
        IsAny = listed.Contains(Any) || (_names.Count == 0 && _suffixes.Length == 0 && (proxies.Value.TrustedProxies.Count > 0 || !own.IsLocalOnly));
    }

    /// <summary>Nothing is configured that tells which names are ours.</summary>
    public bool IsAny { get; }

    /// <summary>Whether the host of a URL is one of ours. Names of the machine itself always are: no other page can have them.</summary>
    public bool Contains(Uri url) =>
        IsAny || IsLoopback(url.IdnHost) || _names.Contains(url.IdnHost)
        || Array.Exists(_suffixes, suffix => url.IdnHost.EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>Whether a text is <c>*</c>, a name, an address, or <c>*.</c> and a name.</summary>
    public static bool IsPattern(string text) =>
        text == Any || NameOf(IsSubdomains(text) ? text[AnySubdomain.Length..] : text) is not null;

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsSubdomains(string host) => host.StartsWith(AnySubdomain, StringComparison.Ordinal);

    // A port would never match: hosts are compared without one.
    private static string? NameOf(string host) =>
        host.EndsWith(']') || !host.Contains(':', StringComparison.Ordinal) ? HostCheck.Parse(host)?.IdnHost : null;
}
