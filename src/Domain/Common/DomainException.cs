namespace VideoChat.Domain.Common;

/// <summary>A request conflicts with the current state. The message is a sentence for the user.</summary>
public sealed class DomainException(string message) : Exception(message);
