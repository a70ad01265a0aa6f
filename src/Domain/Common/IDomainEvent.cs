namespace VideoChat.Domain.Common;

/// <summary>Something that has happened. A record of values that never change, named in the past tense.</summary>
public interface IDomainEvent;
