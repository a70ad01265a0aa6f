namespace VideoChat.Domain.Common;

/// <summary>A past event of the domain. Implementations are immutable records with names in the past tense.</summary>
public interface IDomainEvent;
