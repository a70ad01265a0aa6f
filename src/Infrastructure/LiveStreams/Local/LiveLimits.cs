using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local;

/// <summary>The resource limits of a live stream.</summary>
/// <param name="MaxSegmentBytes">The maximum size of a segment.</param>
/// <param name="MaxKeyFrameGap">The maximum duration of a segment, and so the maximum interval between key frames.</param>
/// <param name="Space">The space of the disk that holds the segments.</param>
internal sealed record LiveLimits(long MaxSegmentBytes, TimeSpan MaxKeyFrameGap, DiskSpace Space);
