using System.Net;

namespace VideoChat.Infrastructure.Webhooks;

/// <summary>Asks what a name resolves to.</summary>
internal interface IHostLookup
{
    Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken);
}

internal sealed class DnsLookup : IHostLookup
{
    // A thread of its own, not one of the pool as GetHostAddressesAsync takes: a name server that does not answer holds it for
    // longer than we wait, and the chat needs the pool's.
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) => Task.Factory
        .StartNew(() => Dns.GetHostAddresses(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        .WaitAsync(cancellationToken);
}
