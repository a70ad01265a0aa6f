using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Log.Writes;

/// <summary>The response to an idempotent request is known.</summary>
internal sealed record RequestAnswered(IdempotentRequest Request, object Answer) : IDomainEvent;
