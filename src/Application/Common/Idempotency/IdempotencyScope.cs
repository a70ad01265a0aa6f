namespace VideoChat.Application.Common.Idempotency;

/// <summary>
/// Holds the idempotent request of a dependency injection scope. The unit of work stores the request's key together with its
/// changes.
/// </summary>
public sealed class IdempotencyScope
{
    /// <summary>The request; null if it has no <c>Idempotency-Key</c>.</summary>
    public IdempotentRequest? Request { get; set; }
}
