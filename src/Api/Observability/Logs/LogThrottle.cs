using System.Collections.Concurrent;

namespace VideoChat.Api.Observability.Logs;

/// <summary>
/// Writes the first entries of each kind in a period and counts the rest, so that repeated entries do not fill the disk.
/// </summary>
/// <typeparam name="TKind">Identifies similar entries. The number of kinds must be bounded.</typeparam>
/// <param name="isFault">Selects the kinds whose limit is halved in each consecutive period with entries, down to one.</param>
internal sealed class LogThrottle<TKind>(Func<TKind, bool>? isFault = null)
    where TKind : notnull
{
    public const int MaxPerPeriod = 10;

    private readonly ConcurrentDictionary<TKind, Run> _runs = new();

    public bool Admit(TKind kind) => RunOf(kind).Admit();

    /// <summary>Determines whether the stack is new for this kind. Stacks are forgotten after a period without entries.</summary>
    public bool IsNewStack(TKind kind, string stack) => RunOf(kind).IsNewStack(stack);

    /// <summary>Ends a period and returns the number of suppressed entries of each kind.</summary>
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

    /// <summary>The state of a kind. It lasts until a period without entries.</summary>
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

        /// <summary>Returns the number of suppressed entries; null after a period without entries.</summary>
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
