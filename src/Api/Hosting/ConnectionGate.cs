using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using VideoChat.Api.RateLimiting;
using VideoChat.Infrastructure.RateLimiting;
using VideoChat.Infrastructure.Realtime;

namespace VideoChat.Api.Hosting;

/// <summary>
/// Counts TCP connections by address, before there is a request, so that nobody takes the places of all. A trusted proxy is not
/// counted: behind it are many.
/// </summary>
internal sealed class ConnectionGate(IOptions<RateLimitingOptions> limits, IOptions<ReverseProxyOptions> proxies)
{
    private readonly AddressCounter _connections = new();

    public ConnectionDelegate Guard(ConnectionDelegate next)
    {
        var trusted = proxies.Value.Networks.ToList();
        return connection => !limits.Value.Enabled || connection.RemoteEndPoint is not IPEndPoint peer || IsTrusted(peer.Address)
            ? next(connection)
            : CountAsync(connection, ClientAddresses.KeyOf(peer.Address), next);

        bool IsTrusted(IPAddress address)
        {
            // An IPv4 address comes as an IPv6 one where the server listens on both.
            var own = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return trusted.Exists(network => network.Contains(own));
        }
    }

    private async Task CountAsync(ConnectionContext connection, string address, ConnectionDelegate next)
    {
        if (!_connections.TryAcquire(address, limits.Value.ConnectionsPerAddress))
        {
            RealtimeMetrics.Refused(Refusals.Address);
            connection.Abort();
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            _connections.Release(address);
        }
    }
}
