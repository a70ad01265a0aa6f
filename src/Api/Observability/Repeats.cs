using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace VideoChat.Api.Observability;

/// <summary>
/// Lets the first few of a kind through in each period and counts the rest, so that what comes again and again does not fill
/// the disk with the log of it.
/// </summary>
/// <typeparam name="TKind">What makes two alike; there are only so many kinds.</typeparam>
internal sealed class Repeats<TKind>
    where TKind : notnull
{
    public const int MaxPerPeriod = 10;

    private readonly ConcurrentDictionary<TKind, StrongBox<int>> _kinds = new();

    public bool Admit(TKind kind) =>
        Interlocked.Increment(ref _kinds.GetOrAdd(kind, _ => new StrongBox<int>()).Value) <= MaxPerPeriod;

    /// <summary>Ends a period; returns what was counted and not let through in it.</summary>
    public IReadOnlyList<(TKind Kind, int Count)> EndPeriod() =>
    [
        .. from kind in _kinds
           let count = Interlocked.Exchange(ref kind.Value.Value, 0) - MaxPerPeriod
           where count > 0
           select (kind.Key, count),
    ];
}
