using System.Net;
using System.Net.Sockets;

namespace VideoChat.Api.RateLimiting;

/// <summary>Who is counted by address.</summary>
internal static class ClientAddresses
{
    private const int NetworkBytes = 8;

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
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/{NetworkBytes * 8}";
    }
}
