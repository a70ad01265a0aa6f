using System.Net;
using System.Net.Sockets;

namespace VideoChat.Api.Limits;

/// <summary>Who is counted by address.</summary>
internal static class ClientAddresses
{
    private const int NetworkBytes = 8, SiteBytes = 6;

    /// <summary>The key of the peer, or of whom a trusted proxy names.</summary>
    public static string ClientAddress(this HttpContext context) => KeyOf(context.Connection.RemoteIpAddress ?? IPAddress.None);

    /// <summary>
    /// An IPv4 address, also where it comes as an IPv6 one; of an IPv6 address its network, <c>2001:db8:1:2::/64</c>: one
    /// customer has that many addresses and more.
    /// </summary>
    public static string KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Prefix(address, NetworkBytes) : address.ToString();
    }

    /// <summary>
    /// The /48 network of an IPv6 address, <c>2001:db8:1::/48</c>: the largest that one customer usually gets, 65,536 times a /64. Null
    /// for IPv4.
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
