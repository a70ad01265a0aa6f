using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Log.Writes;

/// <summary>An idempotent request was answered.</summary>
internal sealed record RequestAnswered(IdempotentRequest Request, object Answer) : IDomainEvent;
