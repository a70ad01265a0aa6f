using System.Collections.Concurrent;

namespace VideoChat.Api.Observability;

/// <summary>
/// Lets the first few entries of a kind through in each period and counts the rest, so that what comes again and again does not
/// fill the disk.
/// </summary>
/// <typeparam name="TKind">What makes two entries alike; there are only so many kinds.</typeparam>
/// <param name="isFault">
/// Which kinds get half as many in each further period while they go on, at least one; after a quiet period they begin anew.
/// </param>
internal sealed class LogThrottle<TKind>(Func<TKind, bool>? isFault = null)
    where TKind : notnull
{
    public const int MaxPerPeriod = 10;

    private readonly ConcurrentDictionary<TKind, Run> _runs = new();

    /// <summary>Whether an entry is written.</summary>
    public bool Admit(TKind kind) => RunOf(kind).Admit();

    /// <summary>Whether an entry that is written is the first of its kind, since that began, with this stack.</summary>
    public bool IsNewStack(TKind kind, string stack) => RunOf(kind).IsNewStack(stack);

    /// <summary>Ends a period; returns what was counted and not let through in it.</summary>
    public IReadOnlyList<(TKind Kind, int Suppressed)> EndPeriod()
    {
        var suppressed = new List<(TKind, int)>();
        foreach (var (kind, run) in _runs)
        {
            if (run.EndPeriod(isFault?.Invoke(kind) == true) is not { } count)
                _runs.TryRemove(kind, out _);
            else if (count > 0)
                suppressed.Add((kind, count));
        }
        return suppressed;
    }

    private Run RunOf(TKind kind) => _runs.GetOrAdd(kind, _ => new Run());

    /// <summary>A kind, from its first entry to its first quiet period.</summary>
    private sealed class Run
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _stacks = [];
        private int _limit = MaxPerPeriod;
        private int _count;

        public bool Admit()
        {
            lock (_lock)
                return ++_count <= _limit;
        }

        public bool IsNewStack(string stack)
        {
            lock (_lock)
                return _stacks.Add(stack);
        }

        /// <summary>What was not let through; null after a quiet period.</summary>
        public int? EndPeriod(bool isFault)
        {
            lock (_lock)
            {
                var (count, limit) = (_count, _limit);
                if (count == 0)
                    return null;
                _count = 0;
                if (isFault)
                    _limit = Math.Max(1, limit / 2);
                return Math.Max(0, count - limit);
            }
        }
    }
}
