using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// Looks at a running transcode twice a second, books disk space for what it writes, and ends it where its plan's bounds or those of
/// the disk are reached.
/// </summary>
internal sealed class TranscodeWatch(
    FfmpegProcess ffmpeg, TranscodePlan plan, string folder, SpaceReservation space, TimeProvider clock)
{
    /// <summary>What is booked ahead of the writing.</summary>
    public const long BookedAhead = 16 * 1_024 * 1_024;

    /// <summary>What even an empty file takes on disk.</summary>
    private const int BlockSize = 4_096;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>Returns which bound was reached; null if none was until <paramref name="ended"/>.</summary>
    /// <exception cref="OutOfSpaceException">The disk has no room for more.</exception>
    public async Task<VideoFailure?> RunAsync(CancellationToken ended)
    {
        var began = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                if (Check(clock.GetElapsedTime(began)) is { } failure)
                {
                    ffmpeg.Kill();
                    return failure;
                }
                if (space.Exhausted.IsCancellationRequested || !Book())
                {
                    ffmpeg.Kill();
                    throw new OutOfSpaceException(space.WrittenBytes);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // ffmpeg has ended.
        }
        return WrittenBytes() > plan.MaxBytes ? VideoFailure.TooLarge : null;
    }

    private VideoFailure? Check(TimeSpan elapsed)
    {
        if (FfmpegErrors.TooLarge(ffmpeg.Errors) is { } failure)
            return failure;
        var written = WrittenBytes();
        if (written > plan.MaxBytes)
            return VideoFailure.TooLarge;
        space.Written(Math.Max(0, written - space.WrittenBytes));
        return elapsed > plan.MaxTime || ffmpeg.ProcessorTime.TotalSeconds > plan.MaxCpuSeconds ? VideoFailure.TookTooLong : null;
    }

    private bool Book() => space.BookedBytes >= BookedAhead / 4 || space.TryGrow(BookedAhead);

    private long WrittenBytes()
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .Sum(file => (file.Length + BlockSize - 1) / BlockSize * BlockSize);
        }
        catch (IOException)
        {
            // A file was renamed between two looks.
            return 0;
        }
    }
}
