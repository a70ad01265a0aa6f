using VideoChat.Application.Limits;

namespace VideoChat.Infrastructure.Limits;

internal sealed class InProcessSocketLimiter : ISocketLimiter
{
    private readonly AddressCounter _sockets = new();

    public ValueTask<bool> TryEnterAsync(string address, int limit) => ValueTask.FromResult(_sockets.TryAcquire(address, limit));

    public ValueTask LeaveAsync(string address)
    {
        _sockets.Release(address);
        return ValueTask.CompletedTask;
    }
}
