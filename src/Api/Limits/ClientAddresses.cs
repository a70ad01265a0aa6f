using System.Net;
using System.Net.Sockets;

namespace VideoChat.Api.Limits;

/// <summary>Maps clients to the keys by which they are counted.</summary>
internal static class ClientAddresses
{
    private const int NetworkBytes = 8, SiteBytes = 6;

    /// <summary>Returns the key of the client: of the peer, or of the address that a trusted proxy names.</summary>
    public static string ClientAddress(this HttpContext context) => KeyOf(context.Connection.RemoteIpAddress ?? IPAddress.None);

    /// <summary>
    /// Returns the IPv4 address, even if it is mapped to IPv6, or the /64 network of an IPv6 address, <c>2001:db8:1:2::/64</c>. One customer
    /// usually has at least a /64.
    /// </summary>
    public static string KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Prefix(address, NetworkBytes) : address.ToString();
    }

    /// <summary>
    /// Returns the /48 network of an IPv6 address, <c>2001:db8:1::/48</c>, the largest that one customer usually has: 65,536 /64 networks.
    /// Null for IPv4.
    /// </summary>
    public static string? SiteOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? Prefix(address, SiteBytes) : null;

    private static string Prefix(IPAddress address, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[length..].Clear();
        return $"{new IPAddress(bytes)}/{length * 8}";
    }
}
