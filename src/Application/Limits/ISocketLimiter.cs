namespace VideoChat.Application.Limits;

/// <summary>Limits the open sockets of each IP address.</summary>
public interface ISocketLimiter
{
    /// <summary>Adds a socket; returns false if the address has reached its limit.</summary>
    ValueTask<bool> TryEnterAsync(string address, int limit);

    ValueTask LeaveAsync(string address);
}
