namespace VideoChat.Application.Common;

/// <summary>The exception that is thrown when a request names a resource that does not exist.</summary>
public sealed class NotFoundException(string what) : Exception($"{what} not found");
