using VideoChat.Application.LiveStreams;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>Ends a live stream whose encoder does not connect, or reconnect, in time.</summary>
internal sealed class EncoderAbsence(
    StreamKeyGate gate, LiveState state, LiveIngestSettings settings, TimeProvider clock, Action expired) : IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private DateTimeOffset _until = settings.WaitUntil;
    private bool _isDisposed;

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

    public void BeginBreak()
    {
        var breakEnds = clock.GetUtcNow() + settings.BreakLimit;
        lock (_lock)
        {
            // A stream that has never been live keeps its initial waiting time if that time ends later.
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
        // The stream does not end while an encoder is connected, because TryClose fails then.
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
