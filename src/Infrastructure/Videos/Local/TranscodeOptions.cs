using System.ComponentModel.DataAnnotations;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>Configuration section <c>Videos</c>: what the local provider makes of a file, and what a file may cost.</summary>
public sealed class TranscodeOptions
{
    public const string Section = "Videos";

    /// <summary>Keeps the uploaded file after the video is ready. It is not served.</summary>
    public bool KeepOriginals { get; set; } = true;

    /// <summary>The longest video.</summary>
    [Range(1, 7 * 86_400)]
    public int MaxDurationSeconds { get; set; } = 4 * 3_600;

    /// <summary>The largest picture that is decoded: 8K.</summary>
    [Range(4_096, 16_384 * 16_384)]
    public int MaxPixels { get; set; } = 7_680 * 4_320;

    /// <summary>The most pixels that a second of the source may hold: 8K at 60 frames.</summary>
    [Range(1_000_000, 100_000_000_000)]
    public long MaxPixelsPerSecond { get; set; } = 7_680L * 4_320 * 60;

    /// <summary>The highest frame rate that is produced. A source with more keeps every second, third … frame.</summary>
    [Range(10, 240)]
    public int MaxFrameRate { get; set; } = 60;

    /// <summary>How many times the size of its source a video may take on disk, beyond <see cref="MinOutputBytes"/>.</summary>
    [Range(1, 1_000)]
    public int MaxOutputRatio { get; set; } = 20;

    /// <summary>What any video may take on disk, however small its source is.</summary>
    [Range(1_024 * 1_024, long.MaxValue)]
    public long MinOutputBytes { get; set; } = 32 * 1_024 * 1_024;

    /// <summary>CPU time for each second of the video, beyond two minutes.</summary>
    [Range(1, 10_000)]
    public int MaxCpuSecondsPerSecond { get; set; } = 30;

    /// <summary>CPU time for one video, however long it is.</summary>
    [Range(10, 30 * 86_400)]
    public int MaxCpuSeconds { get; set; } = 86_400;

    /// <summary>The address space of one ffmpeg. Its libraries take 0.4 GiB of it, 4K in HDR with four threads some 2 GiB.</summary>
    [Range(512L * 1_024 * 1_024, long.MaxValue)]
    public long MaxMemoryBytes { get; set; } = 3L * 1_024 * 1_024 * 1_024;

    /// <summary>Threads of one decoder or encoder; 0: as many as there are processors, at most four.</summary>
    [Range(0, 64)]
    public int Threads { get; set; }

    /// <summary>A video with at most this much work, in seconds of CPU time, never waits for longer ones.</summary>
    [Range(0, 86_400)]
    public int ShortCpuSeconds { get; set; } = 60;

    internal int ThreadCount => Threads > 0 ? Threads : Math.Min(Environment.ProcessorCount, 4);
}
