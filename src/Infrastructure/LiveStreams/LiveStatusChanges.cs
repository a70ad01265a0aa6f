using System.Threading.Channels;

namespace VideoChat.Infrastructure.LiveStreams;

/// <summary>Wakes the <see cref="LiveStreamRefresher"/> when the status of a live stream has changed.</summary>
internal sealed class LiveStatusChanges
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(1);
    private Task<bool>? _waiting;

    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Waits for a change or the timeout. Supports one waiter.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        // One read is kept across timeouts; a new one in each round would leave its predecessors pending.
        _waiting ??= _signal.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        try
        {
            await _waiting.WaitAsync(atMost, clock, cancellationToken);
            _waiting = null;
            _signal.Reader.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // No change.
        }
    }
}
