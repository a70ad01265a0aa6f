namespace VideoChat.Application.Common.Idempotency;

/// <summary>
/// Finds stored responses by idempotency key. The transaction that applies a request's changes also stores its response.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>Returns the stored response, or null if the key is new or has expired.</summary>
    Task<StoredAnswer?> FindAsync(IdempotencyName name, CancellationToken cancellationToken);
}

public sealed record StoredAnswer(string Fingerprint, string Json);

/// <summary>
/// A concurrent request with the same key committed first. Its response is in the store, and nothing else was written.
/// </summary>
public sealed class IdempotencyKeyTakenException : Exception
{
    public IdempotencyKeyTakenException()
        : base("A concurrent request with the same idempotency key was committed first.")
    {
    }
}
