using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>
/// Opens connections to where partners point us. A name is looked up here, all that it resolves to is vetted, and the
/// connection goes to what was vetted: a second look-up, which might say something else, never happens.
/// </summary>
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

    /// <summary>The addresses of a host, all of them public.</summary>
    /// <exception cref="ForbiddenAddressException">One of them is not; the others do not make up for it.</exception>
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

/// <summary>An endpoint's name leads to an address that partners may not make us talk to.</summary>
internal sealed class ForbiddenAddressException() : Exception("The host resolves to a non-public address.");
