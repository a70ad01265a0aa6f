namespace VideoChat.Application.Common.Idempotency;

/// <summary>A request with an <c>Idempotency-Key</c>.</summary>
/// <param name="Name">Identifies the request.</param>
/// <param name="Fingerprint">The SHA-256 of the body in hexadecimal. Another body under the same key is a conflict.</param>
public sealed record IdempotentRequest(IdempotencyName Name, string Fingerprint)
{
    /// <summary>How long a key is stored.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
}

/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Key">The header's value, 1 to 255 printable ASCII characters.</param>
public sealed record IdempotencyName(string Method, string Path, string Key);
