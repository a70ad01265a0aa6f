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
/// The exception that is thrown when a concurrent request with the same key commits first. The response of that request is stored;
/// this request has written nothing.
/// </summary>
public sealed class IdempotencyKeyTakenException : Exception
{
    public IdempotencyKeyTakenException()
        : base("A concurrent request with the same idempotency key was committed first.")
    {
    }
}
