using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks.Sending;

/// <summary>Connects to the checked addresses of a host, because resolving the host again would allow DNS rebinding.</summary>
internal sealed class VettedConnector(IHostLookup lookup, IOptions<WebhooksOptions> options)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await VetAsync(host, cancellationToken);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="ForbiddenAddressException">At least one address is not public.</exception>
    internal async Task<IPAddress[]> VetAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await lookup.FindAsync(host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        if (!options.Value.AllowPrivateNetworks && !addresses.All(PublicNetwork.Contains))
            throw new ForbiddenAddressException();
        return addresses;
    }
}

internal sealed class ForbiddenAddressException() : Exception("The host resolves to a non-public address.");
