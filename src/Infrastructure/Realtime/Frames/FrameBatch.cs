using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Realtime.Frames;

/// <summary>One or more serialized WebSocket frames. Server frames are not masked, so all connections share the same bytes.</summary>
internal readonly record struct FrameBatch(ReadOnlyMemory<byte> Bytes, int FrameCount);

/// <summary>The serialized frames of consecutive room events.</summary>
/// <param name="Previous">The position of the event that the first one follows.</param>
internal sealed record EventBatch(
    LogPosition Previous, ReadOnlyMemory<Guid> Ids, IReadOnlyList<int> Offsets, ReadOnlyMemory<byte> Bytes)
{
    public long FirstSeq => Previous.Seq + 1;

    public long LastSeq => Previous.Seq + Offsets.Count;

    public FrameBatch Frames => new(Bytes, Offsets.Count);

    /// <summary>Returns the position with a seq, from that of <see cref="Previous"/> to <see cref="LastSeq"/>.</summary>
    public LogPosition PositionAt(long seq) => seq == Previous.Seq ? Previous : new(seq, Ids.Span[(int)(seq - FirstSeq)]);

    public EventBatch After(long seq)
    {
        if (seq < FirstSeq)
            return this;
        var skip = (int)Math.Min(seq - FirstSeq + 1, Offsets.Count);
        var start = skip < Offsets.Count ? Offsets[skip] : Bytes.Length;
        return new EventBatch(PositionAt(FirstSeq + skip - 1), Ids[skip..], [.. Offsets.Skip(skip).Select(offset => offset - start)], Bytes[start..]);
    }
}
