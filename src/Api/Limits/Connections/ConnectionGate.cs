using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using VideoChat.Api.Hosting;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Connections;

/// <summary>
/// Admits TCP connections before there is a request: a limit for all, and one for each address. Trusted proxies, which connect for
/// many clients, are not counted by address. The operators' own addresses have places of their own.
/// </summary>
internal sealed class ConnectionGate(
    IOptions<LimitsOptions> process,
    IOptions<RateLimitingOptions> limits,
    IOptions<ReverseProxyOptions> proxies,
    OperatorAddresses operators)
{
    /// <summary>Operators need a handful; the oldest idle one makes room here too.</summary>
    private const int MaxOperatorConnections = 64;

    /// <summary>An IPv6 /48, what a site gets (RFC 6177), may have as many connections as this many of its /64 networks.</summary>
    private const int NetworksPerSite = 4;

    /// <summary>When most places are busy, an address that holds more than this part of them gets no further one.</summary>
    private const int CrowdedShare = 64;

    private readonly AddressCounter _connections = new();

    // Made late: the gate is there before the configuration is checked. One for all addresses that the server listens on.
    private readonly Lazy<ConnectionPlaces> _places = new(() => new ConnectionPlaces(process.Value.MaxConnections));

    private readonly ConnectionPlaces _operatorPlaces = new(MaxOperatorConnections);

    public ConnectionDelegate Guard(ConnectionDelegate next)
    {
        var places = _places.Value;
        var trusted = proxies.Value.Networks.ToList();
        return connection =>
        {
            if (connection.LocalEndPoint is IPEndPoint local && operators.Has(local.Port))
                return EnterAsync(connection, _operatorPlaces, next);
            return !limits.Value.Enabled || connection.RemoteEndPoint is not IPEndPoint peer || IsTrusted(peer.Address)
                ? EnterAsync(connection, places, next)
                : CountAsync(connection, peer.Address, places, next);
        };

        bool IsTrusted(IPAddress address)
        {
            // A socket that listens on both families reports an IPv4 peer as an IPv6 address.
            var own = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return trusted.Exists(network => network.Contains(own));
        }
    }

    private async Task CountAsync(ConnectionContext connection, IPAddress peer, ConnectionPlaces places, ConnectionDelegate next)
    {
        var max = limits.Value.ConnectionsPerAddress;
        if (places.IsCrowded)
            max = Math.Min(max, Math.Max(1, process.Value.MaxConnections / CrowdedShare));
        var (address, site) = (ClientAddresses.KeyOf(peer), ClientAddresses.SiteOf(peer));
        if (!_connections.TryAcquire(address, max))
        {
            Refuse(connection, Refusals.Address);
            return;
        }
        try
        {
            if (site is not null && !_connections.TryAcquire(site, max * NetworksPerSite))
            {
                Refuse(connection, Refusals.Address);
                return;
            }
            try
            {
                await EnterAsync(connection, places, next);
            }
            finally
            {
                if (site is not null)
                    _connections.Release(site);
            }
        }
        finally
        {
            _connections.Release(address);
        }
    }

    private static async Task EnterAsync(ConnectionContext connection, ConnectionPlaces places, ConnectionDelegate next)
    {
        var place = places.TryEnter(connection, out var evicted);
        if (evicted is not null)
            Refuse(evicted, Refusals.Idle);
        if (place is null)
        {
            Refuse(connection, Refusals.Busy);
            return;
        }
        connection.Features.Set(place);
        // Kestrel calls it when a connection becomes a socket: those are counted by SocketGate.
        connection.Features.Set<IDecrementConcurrentConnectionCountFeature>(new Leaving(place));
        try
        {
            await next(connection);
        }
        finally
        {
            place.Leave();
        }
    }

    private static void Refuse(ConnectionContext connection, string why)
    {
        Refusals.Count(why);
        connection.Abort();
    }

    private sealed class Leaving(ConnectionPlaces.Place place) : IDecrementConcurrentConnectionCountFeature
    {
        public void ReleaseConnection() => place.Leave();
    }
}
