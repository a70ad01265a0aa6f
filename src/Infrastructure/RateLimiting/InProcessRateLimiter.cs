using System.Collections.Concurrent;
using VideoChat.Application.RateLimiting;

namespace VideoChat.Infrastructure.RateLimiting;

/// <summary>
/// Keeps the times of the requests that count, one list per policy and address. The framework's sliding window counts in
/// segments and lets up to twice the limit through.
/// </summary>
internal sealed class InProcessRateLimiter : IRateLimiter, IDisposable
{
    /// <summary>How many addresses are remembered at most; about 30 MB where each has asked a few times.</summary>
    public const int DefaultCapacity = 100_000;

    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Policy, string Address), RequestLog> _logs = new();
    private readonly Lock _growth = new();
    private readonly TimeProvider _clock;
    private readonly int _capacity;
    private readonly ITimer _cleanup;
    private int _count;

    public InProcessRateLimiter(TimeProvider clock, int capacity = DefaultCapacity)
    {
        _clock = clock;
        _capacity = capacity;
        _cleanup = clock.CreateTimer(_ => RemoveIdle(), null, CleanupInterval, CleanupInterval);
    }

    /// <summary>How many addresses are remembered.</summary>
    public int Count => Volatile.Read(ref _count);

    public ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address)
    {
        var key = (policy.Name, address);
        while (true)
        {
            var log = _logs.TryGetValue(key, out var known) ? known : Add(key, policy);
            if (log.Take(_clock) is { } decision)
                return ValueTask.FromResult(decision);
        }
    }

    public void Dispose() => _cleanup.Dispose();

    private RequestLog Add((string Policy, string Address) key, RateLimitPolicy policy)
    {
        lock (_growth)
        {
            if (_logs.TryGetValue(key, out var known))
                return known;
            if (_count >= _capacity)
                MakeRoom();
            var log = new RequestLog(policy);
            _logs[key] = log;
            _count++;
            return log;
        }
    }

    /// <summary>
    /// Forgets a tenth: those who have used the least of what they may, of equals the longest silent. Whoever wants his own
    /// count forgotten has to make a table full of others use up as much first.
    /// </summary>
    private void MakeRoom()
    {
        var useless = _logs
            .Select(entry => (entry.Key, Log: entry.Value, Use: entry.Value.Weigh(_clock)))
            .OrderBy(entry => entry.Use.Share)
            .ThenBy(entry => entry.Use.LastTaken)
            .Take(_count - _capacity + Math.Max(1, _capacity / 10));
        foreach (var (key, log, _) in useless)
        {
            log.Retire();
            Remove(key);
        }
    }

    private void RemoveIdle()
    {
        lock (_growth)
        {
            foreach (var (key, log) in _logs)
            {
                if (log.TryRetire(_clock))
                    Remove(key);
            }
        }
    }

    private void Remove((string Policy, string Address) key)
    {
        _logs.TryRemove(key, out _);
        _count--;
    }
}
