using MediatR;
using VideoChat.Domain.Common;

namespace VideoChat.Application.Common;

/// <summary>Carries a domain event through MediatR, so that Domain needs no package.</summary>
public sealed record DomainEventNotification<TEvent>(TEvent Event) : INotification
    where TEvent : IDomainEvent;
