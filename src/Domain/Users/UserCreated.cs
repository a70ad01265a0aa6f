using VideoChat.Domain.Common;

namespace VideoChat.Domain.Users;

public sealed record UserCreated(Guid UserId) : IDomainEvent;
