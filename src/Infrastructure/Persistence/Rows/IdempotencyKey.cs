namespace VideoChat.Infrastructure.Persistence.Rows;

/// <summary>The stored response to a request with an <c>Idempotency-Key</c>.</summary>
internal sealed record IdempotencyKey(
    string Method, string Path, string Key, string Fingerprint, string Answer, DateTime CreatedAt);
