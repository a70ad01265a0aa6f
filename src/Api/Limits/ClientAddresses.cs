using System.Net;
using System.Net.Sockets;

namespace VideoChat.Api.Limits;

/// <summary>Maps IP addresses to the keys of the counters for limits.</summary>
internal static class ClientAddresses
{
    private const int NetworkBytes = 8, SiteBytes = 6;

    /// <summary>
    /// Returns the key of the client. Behind a trusted proxy, the client's address comes from the forwarded headers.
    /// </summary>
    public static string ClientAddress(this HttpContext context) => KeyOf(context.Connection.RemoteIpAddress ?? IPAddress.None);

    /// <summary>
    /// Returns an IPv4 address itself, and the /64 network of an IPv6 address, because one customer usually has at least a /64.
    /// </summary>
    public static string KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Prefix(address, NetworkBytes) : address.ToString();
    }

    /// <summary>
    /// Returns the /48 network of an IPv6 address, the largest network that one customer usually has; null for IPv4.
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
