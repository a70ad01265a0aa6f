namespace VideoChat.Infrastructure.Persistence.Rows;

internal sealed record IdempotencyKey(
    string Method, string Path, string Key, string Fingerprint, string Answer, DateTime CreatedAt);
