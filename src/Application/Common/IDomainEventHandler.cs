using VideoChat.Domain.Common;

namespace VideoChat.Application.Common;

/// <summary>
/// Handles a domain event after its commit. The writer of the room log calls each handler synchronously, so a handler must
/// not block.
/// </summary>
public interface IDomainEventHandler<in TEvent>
    where TEvent : IDomainEvent
{
    void Handle(TEvent domainEvent);
}
