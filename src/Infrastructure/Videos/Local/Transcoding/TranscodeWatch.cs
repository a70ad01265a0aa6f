using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <summary>
/// Reserves disk space for a running transcode, and kills it if it exceeds the limits of its plan or of the disk.
/// </summary>
internal sealed class TranscodeWatch(
    FfmpegProcess ffmpeg, TranscodePlan plan, string folder, SpaceReservation space, TimeProvider clock)
{
    public const long BookedAhead = 16 * 1_024 * 1_024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    private readonly OutputSize _output = new(folder, plan.Ladder.Select(rung => rung.Name));

    /// <summary>Returns the limit that the process exceeded, or null if it exceeded none.</summary>
    /// <exception cref="OutOfSpaceException">The disk is full.</exception>
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
        return _output.Read() > plan.MaxBytes ? VideoFailure.TooLarge : null;
    }

    private VideoFailure? Check(TimeSpan elapsed)
    {
        if (FfmpegErrors.TooLarge(ffmpeg.Errors) is { } failure)
            return failure;
        var written = _output.Read();
        if (written > plan.MaxBytes)
            return VideoFailure.TooLarge;
        space.Written(Math.Max(0, written - space.WrittenBytes));
        return elapsed > plan.MaxTime || ffmpeg.ProcessorTime.TotalSeconds > plan.MaxCpuSeconds ? VideoFailure.TookTooLong : null;
    }

    private bool Book() => space.BookedBytes >= BookedAhead / 4 || space.TryGrow(BookedAhead);
}
