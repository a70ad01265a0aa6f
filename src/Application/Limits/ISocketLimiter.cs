namespace VideoChat.Application.Limits;

/// <summary>Limits the open sockets of each address.</summary>
public interface ISocketLimiter
{
    /// <summary>Counts one more socket; false if the address is at its limit.</summary>
    ValueTask<bool> TryEnterAsync(string address, int limit);

    /// <summary>Counts one socket less.</summary>
    ValueTask LeaveAsync(string address);
}
