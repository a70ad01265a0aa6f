using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>What a stream may take.</summary>
/// <param name="MaxSegmentBytes">The largest segment.</param>
/// <param name="MaxKeyFrameGap">How long a segment may take, and so the longest time between two key frames.</param>
/// <param name="Space">The disk that it is written to.</param>
internal sealed record LiveLimits(long MaxSegmentBytes, TimeSpan MaxKeyFrameGap, DiskSpace Space);
