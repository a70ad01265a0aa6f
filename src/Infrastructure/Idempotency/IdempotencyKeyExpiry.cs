using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Jobs;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Idempotency;

internal sealed class IdempotencyKeyExpiry(
    IServiceScopeFactory scopes, IDatabaseDialect database, Lifecycle lifecycle, TimeProvider clock, ILogger<IdempotencyKeyExpiry> logger)
    : Expiry(Job.IdempotencyKeyExpiry, scopes, database, lifecycle, clock, logger)
{
    protected override IEnumerable<Func<LogTransaction, bool>> Deletions() => [RemoveOld];

    private bool RemoveOld(LogTransaction log)
    {
        var oldest = Now - IdempotentRequest.Lifetime;
        return log.Db.IdempotencyKeys
            .Where(k => k.CreatedAt < oldest).OrderBy(k => k.CreatedAt).Take(MaxPerTransaction).ExecuteDelete() == MaxPerTransaction;
    }
}
