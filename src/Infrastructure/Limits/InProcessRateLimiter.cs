using System.Collections.Concurrent;
using VideoChat.Application.Limits;

namespace VideoChat.Infrastructure.Limits;

/// <summary>Limits requests with an exact sliding window. The framework's limiter divides the window into segments.</summary>
internal sealed class InProcessRateLimiter : IRateLimiter, IDisposable
{
    /// <summary>The maximum number of windows, one for each policy and address. A full table uses about 30 MB if each window has a few requests.</summary>
    public const int DefaultCapacity = 100_000;

    private const int SampleSize = 8;

    private const int CleanupStep = 1_000;

    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Policy, string Address), SlidingWindow> _windows = new();

    private readonly List<Entry> _entries = [];

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

    public int Count => Volatile.Read(ref _count);

    public ValueTask<RateLimitDecision> TakeAsync(RateLimitPolicy policy, string address)
    {
        var key = (policy.Name, address);
        while (true)
        {
            var window = _windows.TryGetValue(key, out var known) ? known : Add(key, policy);
            if (window.Take(_clock) is { } decision)
                return ValueTask.FromResult(decision);
        }
    }

    public void Dispose() => _cleanup.Dispose();

    private SlidingWindow Add((string Policy, string Address) key, RateLimitPolicy policy)
    {
        lock (_growth)
        {
            if (_windows.TryGetValue(key, out var known))
                return known;
            if (_entries.Count >= _capacity)
                EvictOne();
            var window = new SlidingWindow(policy);
            _windows[key] = window;
            _entries.Add(new Entry(key, window));
            _count = _entries.Count;
            return window;
        }
    }

    /// <summary>
    /// Evicts the least used of a few random addresses. To evict an address that has reached its limit, an attacker must fill most of the
    /// table.
    /// </summary>
    private void EvictOne()
    {
        var picked = 0;
        var least = (Used: double.MaxValue, LastTaken: long.MaxValue);
        for (var i = 0; i < SampleSize; i++)
        {
            var index = Random.Shared.Next(_entries.Count);
            var use = _entries[index].Window.Weigh(_clock);
            if (use.CompareTo(least) < 0)
                (picked, least) = (index, use);
        }
        _entries[picked].Window.Retire();
        RemoveAt(picked);
    }

    private void RemoveIdle()
    {
        // The lock is released after each step, so that new addresses wait for at most one step.
        for (var index = int.MaxValue; index > 0;)
        {
            lock (_growth)
            {
                index = Math.Min(index, _entries.Count);
                for (var end = Math.Max(0, index - CleanupStep); index > end; index--)
                {
                    if (_entries[index - 1].Window.TryRetire(_clock))
                        RemoveAt(index - 1);
                }
            }
        }
    }

    private void RemoveAt(int index)
    {
        _windows.TryRemove(_entries[index].Key, out _);
        _entries[index] = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        _count = _entries.Count;
    }

    private readonly record struct Entry((string Policy, string Address) Key, SlidingWindow Window);
}
