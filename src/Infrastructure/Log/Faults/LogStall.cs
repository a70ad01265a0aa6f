using VideoChat.Application.Common;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Log.Writes;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Log.Faults;

/// <summary>
/// Fails the callers of a transaction that takes too long, because an unresponsive disk can block the writer's thread indefinitely.
/// </summary>
internal sealed class LogStall(DatabaseState state, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private List<LogWrite>? _batch;
    private long _began;
    private volatile bool _isStalled;

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
    /// Rejects the current batch and the queue if the transaction exceeds the limit. Called once per second. <see cref="End"/>
    /// waits for a rejection in progress, so that writes of later transactions are not rejected.
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
