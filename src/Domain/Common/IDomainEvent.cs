namespace VideoChat.Domain.Common;

/// <summary>An event that has happened: a record of immutable values, named in the past tense.</summary>
public interface IDomainEvent;
