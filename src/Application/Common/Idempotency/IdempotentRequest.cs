namespace VideoChat.Application.Common.Idempotency;

/// <summary>A request that came with an <c>Idempotency-Key</c>: its name and what it asked.</summary>
/// <param name="Name">What tells it from other requests.</param>
/// <param name="Fingerprint">SHA-256 of the body in hexadecimal: another body under the same key is a conflict.</param>
public sealed record IdempotentRequest(IdempotencyName Name, string Fingerprint)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
}

/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Key">The header's value, 1 to 255 printable ASCII characters.</param>
public sealed record IdempotencyName(string Method, string Path, string Key);
