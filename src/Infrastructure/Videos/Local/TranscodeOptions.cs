using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// Configuration section <c>Videos</c>: how the local provider processes videos, and the limits of input, output and processing.
/// </summary>
public sealed class TranscodeOptions
{
    public const string Section = "Videos";

    /// <summary>Indicates whether uploaded files are kept after processing. Kept files are never served.</summary>
    public bool KeepOriginals { get; set; } = true;

    /// <summary>The maximum duration of a video, in seconds.</summary>
    [Range(1, 7 * 86_400)]
    public int MaxDurationSeconds { get; set; } = 4 * 3_600;

    /// <summary>The maximum number of pixels per picture; 8K by default.</summary>
    [Range(4_096, 16_384 * 16_384)]
    public int MaxPixels { get; set; } = 7_680 * 4_320;

    /// <summary>The maximum number of pixels per second of the source; 8K at 60 frames per second by default.</summary>
    [Range(1_000_000, 100_000_000_000)]
    public long MaxPixelsPerSecond { get; set; } = 7_680L * 4_320 * 60;

    /// <summary>The maximum frame rate of the output. A source with twice this rate loses every second frame.</summary>
    [Range(10, 240)]
    public int MaxFrameRate { get; set; } = 60;

    /// <summary>The maximum size of the output as a multiple of the source's size, in addition to <see cref="MinOutputBytes"/>.</summary>
    [Range(1, 1_000)]
    public int MaxOutputRatio { get; set; } = 20;

    /// <summary>The output size that is allowed for any source, however small, in bytes.</summary>
    [Range(1_024 * 1_024, long.MaxValue)]
    public long MinOutputBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>The maximum CPU seconds of a transcode per second of video, in addition to two minutes.</summary>
    [Range(1, 10_000)]
    public int MaxCpuSecondsPerSecond { get; set; } = 30;

    /// <summary>The maximum CPU seconds of a transcode, however long the video is.</summary>
    [Range(10, 30 * 86_400)]
    public int MaxCpuSeconds { get; set; } = 86_400;

    /// <summary>The maximum address space of one ffmpeg process, in bytes. 4K HDR with four threads uses about 2 GiB.</summary>
    [Range(512L * 1_024 * 1_024, long.MaxValue)]
    public long MaxMemoryBytes { get; set; } = 3L * 1_024 * 1_024 * 1_024;

    /// <summary>The number of threads per decoder or encoder. 0 means the number of processors, but at most four.</summary>
    [Range(0, 64)]
    public int Threads { get; set; }

    /// <summary>The estimated CPU seconds up to which a transcode is short. Short transcodes do not wait for longer ones.</summary>
    [Range(0, 86_400)]
    public int ShortCpuSeconds { get; set; } = 60;

    internal int ThreadCount => Threads > 0 ? Threads : Math.Min(Environment.ProcessorCount, 4);
}
