using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// Sorts the events of a room by seq and drops duplicates, because the commits of several machines can arrive in any order.
/// </summary>
internal sealed class ReorderBuffer(LogPosition? last = null)
{
    private readonly SortedList<long, EventBatch> _early = [];
    private LogPosition _expected;

    public bool IsStarted { get; private set; } = last is not null;

    public LogPosition Last { get; private set; } = last ?? LogPosition.Start;

    public long LastSeq => Last.Seq;

    /// <summary>The highest position of the last event, of those that came early and of those that are expected.</summary>
    public LogPosition Newest
    {
        get
        {
            var newest = Last.Seq >= _expected.Seq ? Last : _expected;
            return _early.Count > 0 && _early.Values[^1] is var early && early.LastSeq > newest.Seq ? early.PositionAt(early.LastSeq) : newest;
        }
    }

    /// <summary>Whether a batch does not follow the last event, because the log has lost events and assigned their numbers again.</summary>
    public bool HasDiverged { get; private set; }

    public (long First, long Last)? Gap => IsStarted && _early.Count > 0 ? (LastSeq + 1, _early.Keys[0] - 1) : null;

    /// <summary>Sets the position before the first event. Returns the early batches that follow it.</summary>
    public IEnumerable<EventBatch> Start(LogPosition position)
    {
        (IsStarted, Last) = (true, position);
        return ReleaseEarly();
    }

    /// <summary>Records a position that a peer has received, from another machine.</summary>
    public void Expect(LogPosition position) => _expected = position.Seq > _expected.Seq ? position : _expected;

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
        // The ids of earlier events are unknown, so a batch that ends before the last event is taken for a duplicate.
        HasDiverged |= batch.LastSeq >= LastSeq && batch.PositionAt(LastSeq) != Last;
        if (HasDiverged || batch.LastSeq <= LastSeq)
            return null;
        var rest = batch.After(LastSeq);
        Last = rest.PositionAt(rest.LastSeq);
        return rest;
    }
}
