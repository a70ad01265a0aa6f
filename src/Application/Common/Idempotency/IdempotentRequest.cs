namespace VideoChat.Application.Common.Idempotency;

/// <summary>A request with an <c>Idempotency-Key</c>.</summary>
/// <param name="Name">The method, path and key that identify the request.</param>
/// <param name="Fingerprint">The SHA-256 of the body in hexadecimal. A different body under the same key is a conflict.</param>
public sealed record IdempotentRequest(IdempotencyName Name, string Fingerprint)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
}

public sealed record IdempotencyName(string Method, string Path, string Key);
