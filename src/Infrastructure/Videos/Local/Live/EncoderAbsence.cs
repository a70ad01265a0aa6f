using VideoChat.Application.LiveStreams;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>Ends a live stream whose encoder does not connect, or reconnect, in time.</summary>
/// <param name="gate">Admits no encoder while the stream ends.</param>
/// <param name="state">Whether the stream has been seen.</param>
/// <param name="settings">How long the encoder may be absent.</param>
/// <param name="clock">Measures that.</param>
/// <param name="expired">Called once, when the time is up.</param>
internal sealed class EncoderAbsence(
    PublisherGate gate, LiveState state, LiveIngestSettings settings, TimeProvider clock, Action expired) : IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private DateTimeOffset _until = settings.WaitUntil;
    private bool _isDisposed;

    /// <summary>No encoder is there.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            var left = _until - clock.GetUtcNow();
            _timer ??= clock.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The encoder has left.</summary>
    public void BeginBreak()
    {
        var breakEnds = clock.GetUtcNow() + settings.BreakLimit;
        lock (_lock)
        {
            // A stream that was never seen may still wait for as long as it could have.
            if (state.Status != ProviderLiveStatus.Waiting || _until < breakEnds)
                _until = breakEnds;
        }
        Begin();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void Check()
    {
        // If an encoder is there, its leaving begins the next absence.
        if (!gate.TryClose())
            return;
        if (IsOver())
        {
            expired();
            return;
        }
        gate.Release();
        Begin();
    }

    private bool IsOver()
    {
        lock (_lock)
            return !_isDisposed && clock.GetUtcNow() >= _until;
    }
}
