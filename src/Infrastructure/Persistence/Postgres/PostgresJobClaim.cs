using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VideoChat.Infrastructure.Persistence.Postgres;

internal sealed class PostgresJobClaim(PostgresClaims claims, long key) : IJobClaim
{
    public long Key => key;

    // Returns the key of the advisory lock. A subject is hashed, because the key has only 64 bits.
    public static long KeyOf(Job job, Guid subject)
    {
        if (subject == Guid.Empty)
            return PostgresDatabase.MigrationLock + (long)job;
        Span<byte> name = stackalloc byte[17];
        subject.TryWriteBytes(name);
        name[16] = (byte)job;
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(name));
    }

    public Task<bool> HoldAsync(CancellationToken cancellationToken) => claims.HoldAsync(this, cancellationToken);

    public ValueTask DisposeAsync() => claims.ReleaseAsync(this);
}
