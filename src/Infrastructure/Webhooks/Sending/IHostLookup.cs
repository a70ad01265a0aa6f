using System.Net;

namespace VideoChat.Infrastructure.Webhooks.Sending;

internal interface IHostLookup
{
    Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken);
}

internal sealed class DnsLookup : IHostLookup
{
    // The lookup runs on a dedicated thread. If the name server does not answer, GetHostAddressesAsync occupies a thread of the pool even
    // after its cancellation.
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) => Task.Factory
        .StartNew(() => Dns.GetHostAddresses(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        .WaitAsync(cancellationToken);
}
