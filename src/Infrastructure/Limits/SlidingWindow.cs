using VideoChat.Application.Limits;

namespace VideoChat.Infrastructure.Limits;

internal sealed class SlidingWindow(RateLimitPolicy policy)
{
    private readonly Queue<long> _times = new();
    private long _lastTaken;
    private bool _retired;

    /// <summary>Counts a request. Returns null if the window was evicted and the caller must look it up again.</summary>
    public RateLimitDecision? Take(TimeProvider clock)
    {
        lock (_times)
        {
            if (_retired)
                return null;
            RemoveExpired(clock);
            if (_times.Count >= policy.Limit)
                return new RateLimitDecision(false, 0, policy.Window - clock.GetElapsedTime(_times.Peek()));
            _times.Enqueue(_lastTaken = clock.GetTimestamp());
            return new RateLimitDecision(true, policy.Limit - _times.Count, policy.Window - clock.GetElapsedTime(_times.Peek()));
        }
    }

    public (double Used, long LastTaken) Weigh(TimeProvider clock)
    {
        lock (_times)
        {
            RemoveExpired(clock);
            return ((double)_times.Count / policy.Limit, _lastTaken);
        }
    }

    public bool TryRetire(TimeProvider clock)
    {
        lock (_times)
        {
            RemoveExpired(clock);
            return _retired = _times.Count == 0;
        }
    }

    public void Retire()
    {
        lock (_times)
            _retired = true;
    }

    private void RemoveExpired(TimeProvider clock)
    {
        while (_times.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= policy.Window)
            _times.Dequeue();
    }
}
