namespace VideoChat.Infrastructure.Realtime.Frames;

/// <summary>One or more serialized WebSocket frames. Server frames are not masked, so all connections share the same bytes.</summary>
internal readonly record struct FrameBatch(ReadOnlyMemory<byte> Bytes, int FrameCount);

/// <summary>The serialized frames of consecutive room events.</summary>
internal sealed record EventBatch(long FirstSeq, IReadOnlyList<int> Offsets, ReadOnlyMemory<byte> Bytes)
{
    public long LastSeq => FirstSeq + Offsets.Count - 1;

    public FrameBatch Frames => new(Bytes, Offsets.Count);

    public EventBatch After(long seq)
    {
        if (seq < FirstSeq)
            return this;
        var skip = (int)Math.Min(seq - FirstSeq + 1, Offsets.Count);
        var start = skip < Offsets.Count ? Offsets[skip] : Bytes.Length;
        return new EventBatch(FirstSeq + skip, [.. Offsets.Skip(skip).Select(offset => offset - start)], Bytes[start..]);
    }
}
