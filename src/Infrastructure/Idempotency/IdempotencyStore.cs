using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Idempotency;

internal sealed class IdempotencyStore(VideoChatDbContext db, TimeProvider clock) : IIdempotencyStore
{
    public Task<StoredAnswer?> FindAsync(IdempotencyName name, CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow().UtcDateTime - IdempotentRequest.Lifetime;
        return db.IdempotencyKeys
            .Where(k => k.Key == name.Key && k.Path == name.Path && k.Method == name.Method)
            .Where(k => k.CreatedAt >= oldest)
            .Select(k => new StoredAnswer(k.Fingerprint, k.Answer))
            .FirstOrDefaultAsync(cancellationToken);
    }
}
