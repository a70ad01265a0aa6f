using System.Net;

namespace VideoChat.Infrastructure.Webhooks.Sending;

internal interface IHostLookup
{
    Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken);
}

internal sealed class DnsLookup : IHostLookup
{
    // Resolves the host on a dedicated thread. GetHostAddressesAsync would occupy a thread of the pool, even after a cancellation,
    // if the name server does not answer.
    public Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken) => Task.Factory
        .StartNew(() => Dns.GetHostAddresses(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        .WaitAsync(cancellationToken);
}
