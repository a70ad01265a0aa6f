namespace VideoChat.Application.Common;

/// <summary>Thrown when a request names a resource that does not exist.</summary>
public sealed class NotFoundException(string what) : Exception($"{what} not found");
