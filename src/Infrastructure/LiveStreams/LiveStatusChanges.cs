using System.Threading.Channels;

namespace VideoChat.Infrastructure.LiveStreams;

/// <summary>Wakes <see cref="LiveStreamRefresher"/> when the status of a live stream changes.</summary>
internal sealed class LiveStatusChanges
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(1);
    private Task<bool>? _waiting;

    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Waits for a change or the timeout. Supports one caller at a time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        // The read continues after a timeout, because a new read for each call would leave the earlier reads pending.
        _waiting ??= _signal.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        try
        {
            await _waiting.WaitAsync(atMost, clock, cancellationToken);
            _waiting = null;
            _signal.Reader.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // The timeout elapsed without a change.
        }
    }
}
