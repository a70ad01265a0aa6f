using System.Collections.Concurrent;
using VideoChat.Application.RateLimiting;

namespace VideoChat.Infrastructure.RateLimiting;

/// <summary>
/// Keeps the times of the requests that count, one list per policy and address. The framework's sliding window counts in
/// segments and lets up to twice the limit through.
/// </summary>
internal sealed class InProcessRateLimiter : IRateLimiter, IDisposable
{
    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Policy, string Address), Requests> _log = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _cleanup;

    public InProcessRateLimiter(TimeProvider clock)
    {
        _clock = clock;
        _cleanup = clock.CreateTimer(_ => RemoveIdle(), null, CleanupInterval, CleanupInterval);
    }

    /// <summary>How many addresses are remembered.</summary>
    public int Count => _log.Count;

    public ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address)
    {
        while (true)
        {
            var requests = _log.GetOrAdd((policy.Name, address), static (_, policy) => new Requests(policy), policy);
            if (requests.Take(_clock) is { } decision)
                return ValueTask.FromResult(decision);
        }
    }

    public void Dispose() => _cleanup.Dispose();

    private void RemoveIdle()
    {
        foreach (var (key, requests) in _log)
        {
            if (requests.TryRetire(_clock))
                _log.TryRemove(new KeyValuePair<(string, string), Requests>(key, requests));
        }
    }

    private sealed class Requests(RateLimitPolicy policy)
    {
        private readonly Queue<long> _times = new();
        private bool _retired;

        /// <summary>Null where the list was given up at this moment.</summary>
        public RateLimitDecision? Take(TimeProvider clock)
        {
            lock (_times)
            {
                if (_retired)
                    return null;
                Forget(clock);
                if (_times.Count >= policy.Limit)
                    return new RateLimitDecision(false, 0, policy.Window - clock.GetElapsedTime(_times.Peek()));
                _times.Enqueue(clock.GetTimestamp());
                return new RateLimitDecision(true, policy.Limit - _times.Count, TimeSpan.Zero);
            }
        }

        public bool TryRetire(TimeProvider clock)
        {
            lock (_times)
            {
                Forget(clock);
                return _retired = _times.Count == 0;
            }
        }

        private void Forget(TimeProvider clock)
        {
            while (_times.TryPeek(out var oldest) && clock.GetElapsedTime(oldest) >= policy.Window)
                _times.Dequeue();
        }
    }
}
