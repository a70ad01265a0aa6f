namespace VideoChat.Infrastructure.Realtime.Frames;

/// <summary>WebSocket frames as bytes. Server frames are unmasked, so all connections share the same bytes. Immutable.</summary>
/// <param name="Bytes">Whole frames, one after another.</param>
/// <param name="FrameCount">The number of frames.</param>
internal readonly record struct FrameBatch(ReadOnlyMemory<byte> Bytes, int FrameCount);

/// <summary>The frames of consecutive room events, <paramref name="FirstSeq"/> to <see cref="LastSeq"/>.</summary>
/// <param name="FirstSeq">The seq of the first event.</param>
/// <param name="Offsets">The start of each frame in <paramref name="Bytes"/>.</param>
/// <param name="Bytes">Whole frames, one after another.</param>
internal sealed record EventBatch(long FirstSeq, IReadOnlyList<int> Offsets, ReadOnlyMemory<byte> Bytes)
{
    public long LastSeq => FirstSeq + Offsets.Count - 1;

    public FrameBatch Frames => new(Bytes, Offsets.Count);

    /// <summary>Returns the events with a higher seq; this batch itself if that is all of them.</summary>
    public EventBatch After(long seq)
    {
        if (seq < FirstSeq)
            return this;
        var skip = (int)Math.Min(seq - FirstSeq + 1, Offsets.Count);
        var start = skip < Offsets.Count ? Offsets[skip] : Bytes.Length;
        return new EventBatch(FirstSeq + skip, [.. Offsets.Skip(skip).Select(offset => offset - start)], Bytes[start..]);
    }
}
