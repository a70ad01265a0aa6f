using VideoChat.Application.Common;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Log.Faults;

/// <summary>
/// Fails the callers of a transaction that takes too long. A hanging disk blocks the writer's thread in a call that cannot be canceled. The
/// transaction continues, and its events are published if it commits. Until it ends, all other writes are rejected.
/// </summary>
internal sealed class LogStall(DatabaseState state, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private List<LogWrite>? _batch;
    private long _began;
    private volatile bool _isStalled;

    /// <summary>Whether the current transaction has exceeded the limit.</summary>
    public bool IsStalled => _isStalled;

    public void Begin(List<LogWrite> batch)
    {
        lock (_lock)
            (_batch, _began) = (batch, clock.GetTimestamp());
    }

    public void End()
    {
        lock (_lock)
        {
            _batch = null;
            _isStalled = false;
        }
    }

    /// <summary>
    /// Called every second. If the transaction exceeds the limit, fails its callers and rejects the queue. <see cref="End"/> waits for a
    /// rejection in progress, so writes that are queued after it returns are written.
    /// </summary>
    public void Check(Action<Exception> rejectQueue)
    {
        lock (_lock)
        {
            if (_batch is null || clock.GetElapsedTime(_began) < Limit)
                return;
            var reason = new UnavailableException(new TimeoutException($"The database has not finished a transaction within {Limit.TotalSeconds} s."));
            if (!_isStalled)
            {
                _isStalled = true;
                state.WriteFailed(reason);
                foreach (var write in _batch)
                {
                    LogMetrics.Failed(reason);
                    write.Fail(reason);
                }
            }
            rejectQueue(reason);
        }
    }
}
