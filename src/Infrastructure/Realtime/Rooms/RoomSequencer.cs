using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Puts a room's events in the order of their numbers, each once, whatever the order in which commits are published: the
/// only ordering mechanism, for threads and for machines alike. Not thread-safe; its room locks.
/// </summary>
internal sealed class RoomSequencer(long lastSeq)
{
    private readonly SortedList<long, EventBatch> _early = [];

    /// <summary>The newest event that was let through.</summary>
    public long LastSeq { get; private set; } = lastSeq;

    /// <summary>Whether something came too early and waits for what is missing before it.</summary>
    public bool HasHole => _early.Count > 0;

    /// <summary>The first and the last number that are missing before what waits.</summary>
    public (long First, long Last) Hole => (LastSeq + 1, _early.Keys[0] - 1);

    /// <summary>Takes a batch and yields what may go out now, in order. What was seen before is dropped.</summary>
    public IEnumerable<EventBatch> Take(EventBatch batch)
    {
        if (batch.FirstSeq > LastSeq + 1)
        {
            // Of two that begin alike the longer one serves; what they share is cut off when its turn comes.
            if (!_early.TryGetValue(batch.FirstSeq, out var other) || other.LastSeq < batch.LastSeq)
                _early[batch.FirstSeq] = batch;
            yield break;
        }

        if (Release(batch) is { } released)
            yield return released;

        while (_early.Count > 0 && _early.Keys[0] <= LastSeq + 1)
        {
            var next = _early.Values[0];
            _early.RemoveAt(0);
            if (Release(next) is { } waited)
                yield return waited;
        }
    }

    private EventBatch? Release(EventBatch batch)
    {
        if (batch.LastSeq <= LastSeq)
            return null;
        var rest = batch.After(LastSeq);
        LastSeq = rest.LastSeq;
        return rest;
    }
}
