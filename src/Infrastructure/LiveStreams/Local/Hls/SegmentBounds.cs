using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local.Hls;

/// <summary>
/// Limits the size and duration of the current segment. A segment ends only at a key frame, so an encoder without key frames would
/// fill the disk.
/// </summary>
internal sealed class SegmentBounds(LiveLimits limits, TimeProvider clock) : IDisposable
{
    // The step in which disk space is reserved. It is small, because most segments are small.
    private const long Step = 1_024 * 1_024;

    private readonly StepwiseReservation _space = new(limits.Space, Step);
    private long _bytes;
    private long _begunAt = clock.GetTimestamp();

    public void Finished()
    {
        Interlocked.Exchange(ref _bytes, 0);
        Interlocked.Exchange(ref _begunAt, clock.GetTimestamp());
    }

    /// <exception cref="LiveRefusalException">The segment is too large, or the disk is full.</exception>
    public void Write(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) > limits.MaxSegmentBytes)
            throw LiveRefusalException.TooLarge(limits.MaxSegmentBytes);
        if (!_space.TryWrite(bytes))
            throw LiveRefusalException.NoRoom();
    }

    public void EnsureInTime()
    {
        if (clock.GetElapsedTime(Interlocked.Read(ref _begunAt)) > limits.MaxKeyFrameGap)
            throw LiveRefusalException.NoSegment(limits.MaxKeyFrameGap);
    }

    public void Dispose() => _space.Dispose();
}
