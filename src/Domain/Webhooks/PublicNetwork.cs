using System.Net;
using System.Net.Sockets;

namespace VideoChat.Domain.Webhooks;

/// <summary>
/// Determines which IP addresses are public. Webhooks are sent only to public addresses. Private, loopback and other
/// special-purpose ranges are excluded (https://www.iana.org/assignments/iana-ipv4-special-registry and
/// iana-ipv6-special-registry).
/// </summary>
public static class PublicNetwork
{
    private static readonly IPNetwork[] Forbidden =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>The global unicast range. Loopback, unique local, link-local and multicast addresses are outside it.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] ForbiddenInGlobal =
        [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("3fff::/20")];

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Forbidden.Any(network => network.Contains(address));

        var bytes = address.GetAddressBytes();
        // The embedded IPv4 address is checked, because packets to a NAT64 or 6to4 address reach that IPv4 address.
        if (Nat64.Contains(address))
            return Contains(new IPAddress(bytes.AsSpan(12, 4)));
        if (SixToFour.Contains(address))
            return Contains(new IPAddress(bytes.AsSpan(2, 4)));
        return Global.Contains(address) && !ForbiddenInGlobal.Any(network => network.Contains(address));
    }
}
