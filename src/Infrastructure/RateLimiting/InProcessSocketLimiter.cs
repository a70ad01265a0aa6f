using VideoChat.Application.RateLimiting;

namespace VideoChat.Infrastructure.RateLimiting;

/// <summary>Counts this process's sockets by address.</summary>
internal sealed class InProcessSocketLimiter : ISocketLimiter
{
    private readonly AddressPlaces _places = new();

    public ValueTask<bool> TryEnterAsync(string address, int limit) => ValueTask.FromResult(_places.TryTake(address, limit));

    public ValueTask LeaveAsync(string address)
    {
        _places.GiveBack(address);
        return ValueTask.CompletedTask;
    }
}
