namespace VideoChat.Domain.Common;

/// <summary>A request that conflicts with the state it meets. The message is a sentence for the person who asked.</summary>
public sealed class DomainException(string message) : Exception(message);
