namespace VideoChat.Application.Common.Idempotency;

/// <summary>
/// The idempotent request that a dependency injection scope serves. The scope's unit of work is committed together with the
/// request's key.
/// </summary>
public sealed class IdempotencyScope
{
    /// <summary>Null if the request has no <c>Idempotency-Key</c>.</summary>
    public IdempotentRequest? Request { get; set; }
}
