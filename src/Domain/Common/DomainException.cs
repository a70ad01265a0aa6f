namespace VideoChat.Domain.Common;

/// <summary>
/// The exception that is thrown when a request conflicts with the current state. The message is shown to the user.
/// </summary>
public sealed class DomainException(string message) : Exception(message);
