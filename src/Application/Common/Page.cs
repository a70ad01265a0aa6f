namespace VideoChat.Application.Common;

/// <summary>Part of a list, and the ids that lead on; null where there is no more that way.</summary>
/// <param name="Items">In the order of the answer.</param>
/// <param name="Next">The id or number behind which newer ones follow.</param>
/// <param name="Previous">The id before which older ones stand.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null, string? Previous = null)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], Next, Previous);
}

public static class Page
{
    public const int MaxLimit = 1_000;

    /// <summary>A page of what was read by ascending key, one item more than the limit to see whether more follow.</summary>
    public static Page<T> Cut<T>(List<T> found, int limit, Func<T, object> key)
    {
        if (found.Count <= limit)
            return new Page<T>(found);
        found.RemoveRange(limit, found.Count - limit);
        return new Page<T>(found, Next: key(found[^1]).ToString());
    }

    /// <summary>The same of what was read newest first; the page is oldest first.</summary>
    public static Page<T> CutBack<T>(List<T> found, int limit, Func<T, object> key)
    {
        var hasOlder = found.Count > limit;
        if (hasOlder)
            found.RemoveRange(limit, found.Count - limit);
        found.Reverse();
        return new Page<T>(found, Previous: hasOlder ? key(found[0]).ToString() : null);
    }
}
