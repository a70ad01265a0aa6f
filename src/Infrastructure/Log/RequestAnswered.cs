using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Log;

/// <summary>A write of an idempotent request has its response.</summary>
internal sealed record RequestAnswered(IdempotentRequest Request, object Answer) : IDomainEvent;
