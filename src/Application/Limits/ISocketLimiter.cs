namespace VideoChat.Application.Limits;

/// <summary>Limits the open sockets of each address.</summary>
public interface ISocketLimiter
{
    /// <summary>Adds a socket. Returns false if the address is at its limit.</summary>
    ValueTask<bool> TryEnterAsync(string address, int limit);

    /// <summary>Removes a socket.</summary>
    ValueTask LeaveAsync(string address);
}
