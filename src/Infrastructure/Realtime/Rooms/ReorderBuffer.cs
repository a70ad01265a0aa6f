using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Sorts the events of a room by seq and drops duplicates, because the commits of several machines can arrive in any order.
/// </summary>
internal sealed class ReorderBuffer(long? lastSeq = null)
{
    private readonly SortedList<long, EventBatch> _early = [];

    public bool IsStarted { get; private set; } = lastSeq is not null;

    public long LastSeq { get; private set; } = lastSeq ?? 0;

    public (long First, long Last)? Gap => IsStarted && _early.Count > 0 ? (LastSeq + 1, _early.Keys[0] - 1) : null;

    /// <summary>Sets the last seq before the first event. Returns the early batches that follow it.</summary>
    public IEnumerable<EventBatch> Start(long lastSeq)
    {
        (IsStarted, LastSeq) = (true, lastSeq);
        return ReleaseEarly();
    }

    /// <summary>Adds a batch and returns the events that can be sent now, in order.</summary>
    public IEnumerable<EventBatch> Take(EventBatch batch)
    {
        if (!IsStarted || batch.FirstSeq > LastSeq + 1)
        {
            // Of two batches with the same first seq, the longer one is kept. When a batch is released, events that were already
            // sent are removed from it.
            if (!_early.TryGetValue(batch.FirstSeq, out var other) || other.LastSeq < batch.LastSeq)
                _early[batch.FirstSeq] = batch;
            yield break;
        }

        if (Release(batch) is { } released)
            yield return released;
        if (_early.Count == 0)
            yield break;
        foreach (var early in ReleaseEarly())
            yield return early;
    }

    private IEnumerable<EventBatch> ReleaseEarly()
    {
        while (_early.Count > 0 && _early.Keys[0] <= LastSeq + 1)
        {
            var next = _early.Values[0];
            _early.RemoveAt(0);
            if (Release(next) is { } released)
                yield return released;
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
