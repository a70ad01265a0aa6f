namespace VideoChat.Application.Common;

/// <summary>A page of a list, with the keys of the neighbouring pages; a key is null if there is no such page.</summary>
/// <param name="Items">The items of the page.</param>
/// <param name="Next">The key after which newer items follow.</param>
/// <param name="Previous">The key before which older items exist.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null, string? Previous = null)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], Next, Previous);
}

public static class Page
{
    public const int MaxLimit = 1_000;

    /// <summary>Creates a page from items read by ascending key. One item more than the limit is read, to detect a next page.</summary>
    public static Page<T> Cut<T>(List<T> found, int limit, Func<T, object> key)
    {
        if (found.Count <= limit)
            return new Page<T>(found);
        found.RemoveRange(limit, found.Count - limit);
        return new Page<T>(found, Next: key(found[^1]).ToString());
    }

    /// <summary>Creates a page, oldest first, from items read newest first, with one item more than the limit.</summary>
    public static Page<T> CutBack<T>(List<T> found, int limit, Func<T, object> key)
    {
        var hasOlder = found.Count > limit;
        if (hasOlder)
            found.RemoveRange(limit, found.Count - limit);
        found.Reverse();
        return new Page<T>(found, Previous: hasOlder ? key(found[0]).ToString() : null);
    }
}
