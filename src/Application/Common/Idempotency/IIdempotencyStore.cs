namespace VideoChat.Application.Common.Idempotency;

/// <summary>
/// Remembers answers by idempotency key. They are written by <see cref="IUnitOfWork"/> and the room log, in the
/// transaction of the effect.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>What the key was first used for; null where it is new or older than 24 hours.</summary>
    Task<StoredAnswer?> FindAsync(IdempotencyName name, CancellationToken cancellationToken);
}

/// <param name="Fingerprint">Of the body that was answered.</param>
/// <param name="Json">The answer, as it was sent.</param>
public sealed record StoredAnswer(string Fingerprint, string Json);

/// <summary>Another request with the same key was faster. Nothing was written; its answer is in the store.</summary>
public sealed class IdempotencyKeyTakenException : Exception
{
    public IdempotencyKeyTakenException()
        : base("The idempotency key was taken by a request at the same moment.")
    {
    }
}
