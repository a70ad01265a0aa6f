namespace VideoChat.Application.Common;

/// <summary>A resource that the request names does not exist. The message is "{what} not found".</summary>
public sealed class NotFoundException(string what) : Exception($"{what} not found");
