using VideoChat.Application.Webhooks;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Webhooks.Dispatch;

/// <summary>The database's clock.</summary>
internal sealed class DeliveryClock(IDatabaseDialect database) : IDeliveryClock
{
    public async Task<DateTime> ReadAsync(CancellationToken cancellationToken) => (await database.ReadTimeAsync(cancellationToken)).Now;
}
