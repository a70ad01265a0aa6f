namespace VideoChat.Application.Limits;

/// <summary>Counts the open sockets of each address.</summary>
public interface ISocketLimiter
{
    /// <summary>Takes a place for one more socket; false where the address has as many as it may.</summary>
    ValueTask<bool> TryEnterAsync(string address, int limit);

    /// <summary>Gives a place back.</summary>
    ValueTask LeaveAsync(string address);
}
