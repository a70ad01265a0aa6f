using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using VideoChat.Api.Addresses;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Connections;

/// <summary>
/// Limits TCP connections, in total and per address, before a request is read. Trusted proxies are exempt from the limit per
/// address, because they connect for many clients. Operator ports have separate slots.
/// </summary>
internal sealed class ConnectionGate(
    IOptions<LimitsOptions> process,
    IOptions<RateLimitingOptions> limits,
    IOptions<ReverseProxyOptions> proxies,
    OperatorAddresses operators)
{
    private const int MaxOperatorConnections = 64;

    /// <summary>
    /// The limit of an IPv6 /48, the largest network that one site usually has (RFC 6177), as a multiple of the limit of a /64.
    /// </summary>
    private const int NetworksPerSite = 4;

    /// <summary>
    /// While three quarters of the slots are busy, one address can hold at most the number of slots divided by this number.
    /// </summary>
    private const int CrowdedDivisor = 64;

    private readonly AddressCounter _connections = new();

    // The slots are created lazily, because the configuration is not yet validated when the gate is created.
    private readonly Lazy<ConnectionSlots> _slots = new(() => new ConnectionSlots(process.Value.MaxConnections));

    private readonly ConnectionSlots _operatorSlots = new(MaxOperatorConnections);

    public ConnectionDelegate Guard(ConnectionDelegate next)
    {
        var slots = _slots.Value;
        var trusted = proxies.Value.Networks.ToList();
        return connection =>
        {
            if (connection.LocalEndPoint is IPEndPoint local && operators.Has(local.Port))
                return EnterAsync(connection, _operatorSlots, next);
            return !limits.Value.Enabled || connection.RemoteEndPoint is not IPEndPoint peer || IsTrusted(peer.Address)
                ? EnterAsync(connection, slots, next)
                : CountAsync(connection, peer.Address, slots, next);
        };

        bool IsTrusted(IPAddress address)
        {
            // The address is converted, because a dual-stack listener reports an IPv4 peer as an IPv4-mapped IPv6 address.
            var own = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return trusted.Exists(network => network.Contains(own));
        }
    }

    private async Task CountAsync(ConnectionContext connection, IPAddress peer, ConnectionSlots slots, ConnectionDelegate next)
    {
        var max = limits.Value.ConnectionsPerAddress;
        if (slots.IsCrowded)
            max = Math.Min(max, Math.Max(1, process.Value.MaxConnections / CrowdedDivisor));
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
                await EnterAsync(connection, slots, next);
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

    private static async Task EnterAsync(ConnectionContext connection, ConnectionSlots slots, ConnectionDelegate next)
    {
        var slot = slots.TryEnter(connection, out var evicted);
        if (evicted is not null)
            Refuse(evicted, Refusals.Idle);
        if (slot is null)
        {
            Refuse(connection, Refusals.Busy);
            return;
        }
        connection.Features.Set(slot);
        // Kestrel releases the slot when the connection is upgraded to a socket, because SocketGate counts sockets.
        connection.Features.Set<IDecrementConcurrentConnectionCountFeature>(new SlotRelease(slot));
        try
        {
            await next(connection);
        }
        finally
        {
            slot.Release();
        }
    }

    private static void Refuse(ConnectionContext connection, string reason)
    {
        Refusals.Count(reason);
        connection.Abort();
    }

    private sealed class SlotRelease(ConnectionSlots.Slot slot) : IDecrementConcurrentConnectionCountFeature
    {
        public void ReleaseConnection() => slot.Release();
    }
}
