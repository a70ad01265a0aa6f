using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local;

/// <summary>The resource limits of a live stream.</summary>
/// <param name="MaxSegmentBytes">The maximum size of a segment.</param>
/// <param name="MaxKeyFrameGap">The maximum interval between key frames, and thus the maximum duration of a segment.</param>
/// <param name="Space">The disk on which the segments are stored.</param>
internal sealed record LiveLimits(long MaxSegmentBytes, TimeSpan MaxKeyFrameGap, DiskSpace Space);
