using System.Diagnostics.CodeAnalysis;

namespace VideoChat.Application.Common;

/// <summary>A thread-safe LRU cache that is bounded by the total size of its values.</summary>
public sealed class BoundedCache<TKey, TValue>(long maxSize)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _size;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            var found = _entries.TryGetValue(key, out var node);
            value = found ? node!.Value.Value : default;
            if (found && node != _byUse.First)
            {
                _byUse.Remove(node!);
                _byUse.AddFirst(node!);
            }
            return found;
        }
    }

    /// <summary>Adds or replaces a value. A value larger than the whole cache is not kept.</summary>
    public void Set(TKey key, TValue value, long size)
    {
        lock (_lock)
        {
            Drop(key);
            _entries.Add(key, _byUse.AddFirst(new Entry(key, value, size)));
            _size += size;
            while (_size > maxSize)
                Drop(_byUse.Last!.Value.Key);
        }
    }

    public void Remove(TKey key)
    {
        lock (_lock)
            Drop(key);
    }

    private void Drop(TKey key)
    {
        if (!_entries.Remove(key, out var node))
            return;
        _byUse.Remove(node);
        _size -= node.Value.Size;
    }

    private sealed record Entry(TKey Key, TValue Value, long Size);
}
