using VideoChat.Domain.Common;

namespace VideoChat.Application.Common;

/// <summary>
/// Reacts to a domain event after its commit. The log's writer calls handlers directly and waits for them, so they do not block.
/// </summary>
public interface IDomainEventHandler<in TEvent>
    where TEvent : IDomainEvent
{
    void Handle(TEvent domainEvent);
}
