using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>Configuration section <c>Videos</c>: the output of the local provider and the limits of its input.</summary>
public sealed class TranscodeOptions
{
    public const string Section = "Videos";

    /// <summary>Whether the uploaded file is kept when the video is ready. It is not served.</summary>
    public bool KeepOriginals { get; set; } = true;

    /// <summary>The longest video, in seconds.</summary>
    [Range(1, 7 * 86_400)]
    public int MaxDurationSeconds { get; set; } = 4 * 3_600;

    /// <summary>The most pixels of one picture; 8K by default.</summary>
    [Range(4_096, 16_384 * 16_384)]
    public int MaxPixels { get; set; } = 7_680 * 4_320;

    /// <summary>The most pixels in one second of the source; 8K at 60 frames by default.</summary>
    [Range(1_000_000, 100_000_000_000)]
    public long MaxPixelsPerSecond { get; set; } = 7_680L * 4_320 * 60;

    /// <summary>The highest frame rate of the output. A source above it is reduced to every second, third … frame.</summary>
    [Range(10, 240)]
    public int MaxFrameRate { get; set; } = 60;

    /// <summary>The maximum size of the output as a multiple of the source, in addition to <see cref="MinOutputBytes"/>.</summary>
    [Range(1, 1_000)]
    public int MaxOutputRatio { get; set; } = 20;

    /// <summary>The size that any output may have, even if its source is small.</summary>
    [Range(1_024 * 1_024, long.MaxValue)]
    public long MinOutputBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>The CPU seconds that a transcode may use for each second of the video, in addition to two minutes.</summary>
    [Range(1, 10_000)]
    public int MaxCpuSecondsPerSecond { get; set; } = 30;

    /// <summary>The CPU seconds that any transcode may use, even if the video is long.</summary>
    [Range(10, 30 * 86_400)]
    public int MaxCpuSeconds { get; set; } = 86_400;

    /// <summary>The address space of one ffmpeg. Its libraries take 0.4 GiB of it, and 4K HDR with four threads about 2 GiB.</summary>
    [Range(512L * 1_024 * 1_024, long.MaxValue)]
    public long MaxMemoryBytes { get; set; } = 3L * 1_024 * 1_024 * 1_024;

    /// <summary>Threads of one decoder or encoder; 0: the number of processors, at most four.</summary>
    [Range(0, 64)]
    public int Threads { get; set; }

    /// <summary>A transcode with at most this much estimated CPU time never waits for a longer one.</summary>
    [Range(0, 86_400)]
    public int ShortCpuSeconds { get; set; } = 60;

    internal int ThreadCount => Threads > 0 ? Threads : Math.Min(Environment.ProcessorCount, 4);
}
