namespace VideoChat.Infrastructure.Persistence;

/// <summary>What a request with an <c>Idempotency-Key</c> was answered.</summary>
internal sealed record IdempotencyKey(
    string Method, string Path, string Key, string Fingerprint, string Answer, DateTime CreatedAt);
