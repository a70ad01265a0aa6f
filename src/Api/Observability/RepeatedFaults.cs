using System.Collections.Concurrent;

namespace VideoChat.Api.Observability;

/// <summary>One kind of fault: where it is said, what is said, and which exception goes with it.</summary>
internal sealed record FaultKind(string Category, int EventId, string? Exception);

/// <summary>A fault that was said less often than it came.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Level">How bad.</param>
/// <param name="Count">How often it was not said.</param>
internal sealed record RepeatedFault(FaultKind Kind, LogLevel Level, int Count);

/// <summary>
/// Lets the first few of a kind of fault through in each period and counts the rest, so that a database that is away does
/// not fill the disk with the log of it.
/// </summary>
internal sealed class RepeatedFaults
{
    public const int MaxPerPeriod = 10;

    private readonly ConcurrentDictionary<FaultKind, Counts> _kinds = new();

    public bool Admit(FaultKind kind, LogLevel level)
    {
        var counts = _kinds.GetOrAdd(kind, _ => new Counts());
        counts.Level = level;
        return Interlocked.Increment(ref counts.Count) <= MaxPerPeriod;
    }

    /// <summary>Ends a period; returns what was counted and not said in it.</summary>
    public IReadOnlyList<RepeatedFault> EndPeriod() =>
    [
        .. from kind in _kinds
           let count = Interlocked.Exchange(ref kind.Value.Count, 0) - MaxPerPeriod
           where count > 0
           select new RepeatedFault(kind.Key, kind.Value.Level, count),
    ];

    private sealed class Counts
    {
        public int Count;
        public LogLevel Level;
    }
}
