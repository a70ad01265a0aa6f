namespace VideoChat.Infrastructure.Realtime.Sockets;

/// <summary>
/// Frames as they stand on the wire: server frames are unmasked, so the same bytes serve every connection. Never changed
/// once it is built.
/// </summary>
/// <param name="Bytes">Whole WebSocket frames, one after the other.</param>
/// <param name="FrameCount">How many.</param>
internal readonly record struct FrameBatch(ReadOnlyMemory<byte> Bytes, int FrameCount);

/// <summary>The frames of consecutive room events, <paramref name="FirstSeq"/> to <paramref name="LastSeq"/>.</summary>
/// <param name="FirstSeq">The number of the first event.</param>
/// <param name="Offsets">Where each frame begins.</param>
/// <param name="Bytes">Whole WebSocket frames, one after the other.</param>
internal sealed record EventBatch(long FirstSeq, IReadOnlyList<int> Offsets, ReadOnlyMemory<byte> Bytes)
{
    public long LastSeq => FirstSeq + Offsets.Count - 1;

    public FrameBatch Frames => new(Bytes, Offsets.Count);

    /// <summary>What is left of the batch behind an event; the whole where none of it is.</summary>
    public EventBatch After(long seq)
    {
        if (seq < FirstSeq)
            return this;
        var skip = (int)Math.Min(seq - FirstSeq + 1, Offsets.Count);
        var start = skip < Offsets.Count ? Offsets[skip] : Bytes.Length;
        return new EventBatch(FirstSeq + skip, [.. Offsets.Skip(skip).Select(offset => offset - start)], Bytes[start..]);
    }
}
