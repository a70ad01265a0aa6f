namespace VideoChat.Application.Common.Idempotency;

/// <summary>
/// Stores responses by idempotency key. <see cref="IUnitOfWork"/> and the room log write them, in the transaction of the effect.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>Returns the response to the key's first request, or null if the key is new or older than 24 hours.</summary>
    Task<StoredAnswer?> FindAsync(IdempotencyName name, CancellationToken cancellationToken);
}

/// <param name="Fingerprint">The fingerprint of the request's body.</param>
/// <param name="Json">The response body, as sent.</param>
public sealed record StoredAnswer(string Fingerprint, string Json);

/// <summary>A concurrent request with the same key committed first. Nothing was written; its response is in the store.</summary>
public sealed class IdempotencyKeyTakenException : Exception
{
    public IdempotencyKeyTakenException()
        : base("The idempotency key was taken by a request at the same moment.")
    {
    }
}
