using VideoChat.Application.RateLimiting;

namespace VideoChat.Infrastructure.RateLimiting;

/// <summary>Counts this process's sockets by address.</summary>
internal sealed class InProcessSocketLimiter : ISocketLimiter
{
    private readonly Dictionary<string, int> _sockets = [];

    public ValueTask<bool> TryEnterAsync(string address, int limit)
    {
        lock (_sockets)
        {
            var count = _sockets.GetValueOrDefault(address);
            if (count >= limit)
                return ValueTask.FromResult(false);
            _sockets[address] = count + 1;
            return ValueTask.FromResult(true);
        }
    }

    public ValueTask LeaveAsync(string address)
    {
        lock (_sockets)
        {
            if (_sockets[address] == 1)
                _sockets.Remove(address);
            else
                _sockets[address]--;
            return ValueTask.CompletedTask;
        }
    }
}
