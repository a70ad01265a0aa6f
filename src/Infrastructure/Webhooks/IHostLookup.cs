using System.Net;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>Asks what a name resolves to.</summary>
internal interface IHostLookup
{
    Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken);
}

internal sealed class DnsLookup : IHostLookup
{
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(host, cancellationToken);
}
