using System.Threading.Channels;

namespace VideoChat.Infrastructure.Videos;

/// <summary>A bell for the <see cref="LiveStreamRefresher"/>: some live stream is further than it was.</summary>
internal sealed class LiveNews
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(1);
    private Task<bool>? _waiting;

    public void Tell() => _bell.Writer.TryWrite(true);

    /// <summary>Waits for news, or for as long as it is good without. One at a time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        // One wait goes on over many rounds, or each quiet round would leave one behind.
        _waiting ??= _bell.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        try
        {
            await _waiting.WaitAsync(atMost, clock, cancellationToken);
            _waiting = null;
            _bell.Reader.TryRead(out _);
        }
        catch (TimeoutException)
        {
            // Nothing new.
        }
    }
}
