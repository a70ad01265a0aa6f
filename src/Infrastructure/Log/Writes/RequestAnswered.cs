using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Log.Writes;

internal sealed record RequestAnswered(IdempotentRequest Request, object Answer) : IDomainEvent;
