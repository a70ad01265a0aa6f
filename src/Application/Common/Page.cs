namespace VideoChat.Application.Common;

/// <summary>A page of a list, with the keys of the adjacent pages.</summary>
/// <param name="Items">The items of the page.</param>
/// <param name="Next">The key of the last item if more items follow; otherwise null.</param>
/// <param name="Previous">The key of the first item if others precede it; otherwise null.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null, string? Previous = null)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], Next, Previous);
}

public static class Page
{
    public const int MaxLimit = 1_000;

    /// <summary>Creates a page from items in list order. One item more than the limit indicates a next page.</summary>
    public static Page<T> Forward<T>(List<T> found, int limit, Func<T, object> key)
    {
        if (found.Count <= limit)
            return new Page<T>(found);
        found.RemoveRange(limit, found.Count - limit);
        return new Page<T>(found, Next: key(found[^1]).ToString());
    }

    /// <summary>Creates a page from items in reverse order. One item more than the limit indicates a previous page.</summary>
    public static Page<T> Backward<T>(List<T> found, int limit, Func<T, object> key)
    {
        var hasOlder = found.Count > limit;
        if (hasOlder)
            found.RemoveRange(limit, found.Count - limit);
        found.Reverse();
        return new Page<T>(found, Previous: hasOlder ? key(found[0]).ToString() : null);
    }
}
