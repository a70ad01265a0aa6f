using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local;

/// <param name="MaxKeyFrameGap">The maximum interval between key frames, and thus the maximum duration of a segment.</param>
internal sealed record LiveLimits(long MaxSegmentBytes, TimeSpan MaxKeyFrameGap, DiskSpace Space);
