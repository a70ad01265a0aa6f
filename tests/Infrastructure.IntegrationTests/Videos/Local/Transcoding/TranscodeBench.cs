using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Storage;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.IntegrationTests.Videos.Local.Transcoding;

/// <summary>Creates films with ffmpeg, transcodes them as the server does, and examines the results.</summary>
internal sealed class TranscodeBench : IDisposable
{
    private const int SampleRate = 48_000;

    private static readonly FfmpegTools Tools = new(MediaPrograms.Folder);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("videochat-transcode-");

    public TranscodeOptions Options { get; } = new();

    public long FreeBytes { get; set; } = long.MaxValue / 2;

    public string Output => Path.Combine(_folder.FullName, "out");

    public static void RequireFfmpeg()
    {
        if (!Tools.IsAvailable)
            Assert.Ignore("ffmpeg is not installed.");
    }

    public string FileOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Creates a film. The arguments are ffmpeg's, without the output.</summary>
    public async Task<string> MakeAsync(string name, params string[] arguments)
    {
        await RunAsync("ffmpeg", ["-v", "error", "-y", .. arguments, FileOf(name)]);
        return FileOf(name);
    }

    public async Task<TranscodeResult> TranscodeAsync(
        string film, Func<TranscodePlan, TranscodePlan>? change = null, Action<int>? report = null, bool hasThumbnail = false)
    {
        var (plan, failure) = await PlanAsync(film);
        if (plan is null)
            return TranscodeResult.Failed(failure);
        Directory.CreateDirectory(Output);
        using var space = new DiskSpace(() => FreeBytes, reserve: 1, TimeProvider.System, NullLogger<DiskSpace>.Instance);
        var (options, clock) = (Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System);
        plan = change?.Invoke(plan) ?? plan;
        var result = await new Transcoder(Tools, space, options, clock, NullLogger<Transcoder>.Instance)
            .RunAsync(Guid.NewGuid(), plan, neededBytes: 0, film, Output, report ?? (_ => { }), default);
        if (hasThumbnail)
            await new ThumbnailMaker(Tools, options, clock).MakeAsync(plan, Output, default);
        return result;
    }

    public Task<(TranscodePlan? Plan, VideoFailure Failure)> PlanAsync(string film) =>
        new SourceReader(
                Tools, Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System, NullLogger<SourceReader>.Instance)
            .PlanAsync(Guid.NewGuid(), film, default);

    /// <summary>Joins all segments of a size into one file.</summary>
    public async Task<string> JoinAsync(string rung)
    {
        var joined = FileOf(rung + ".ts");
        await using var file = File.Create(joined);
        foreach (var segment in Directory.EnumerateFiles(Path.Combine(Output, rung), "*.ts").Order(StringComparer.Ordinal))
            await file.WriteAsync(await File.ReadAllBytesAsync(segment));
        return joined;
    }

    public IEnumerable<string> Rungs => Directory.EnumerateDirectories(Output).Select(path => Path.GetFileName(path)!);

    /// <summary>Returns the total duration of a playlist's segments.</summary>
    public double LengthOf(string rung) => File.ReadLines(Path.Combine(Output, rung, "playlist.m3u8"))
        .Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal))
        .Sum(line => double.Parse(line["#EXTINF:".Length..].TrimEnd(','), CultureInfo.InvariantCulture));

    /// <summary>Returns the start and duration of each track, computed from its frames.</summary>
    public static async Task<((double Start, double Length) Picture, (double Start, double Length) Sound)> SpansAsync(string file)
    {
        var frames = (await RunAsync("ffprobe", [
                "-v", "error", "-show_entries", "frame=media_type,best_effort_timestamp_time", "-of", "csv=p=0", file]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))
            .ToLookup(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
        return (SpanOf(frames["video"]), SpanOf(frames["audio"]));
    }

    /// <summary>Returns what ffprobe prints for the first stream of a type.</summary>
    public static async Task<string> ProbeAsync(string file, string track, string entries) =>
        (await RunAsync("ffprobe", ["-v", "error", "-select_streams", track, "-show_entries", "stream=" + entries, "-of", "csv=p=0", file]))
        .Split('\n')[0].Trim();

    /// <summary>Returns the decoding and presentation time of the first video packet.</summary>
    public static async Task<(double Decoded, double Shown)> FirstPacketAsync(string file)
    {
        var line = (await RunAsync("ffprobe", [
                "-v", "error", "-select_streams", "v", "-show_entries", "packet=dts_time,pts_time", "-of", "default=nw=1:nk=1", file]))
            .Split('\n');
        return (double.Parse(line[1], CultureInfo.InvariantCulture), double.Parse(line[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Returns the RGB values of one pixel of a picture that is scaled to the given size.</summary>
    public static async Task<int[]> PixelAsync(string file, double atSeconds, string filters, int width, int height, int x, int y)
    {
        var picture = Path.ChangeExtension(file, ".rgb");
        await RunAsync("ffmpeg", [
            "-v", "error", "-y", "-i", file, "-ss", atSeconds.ToString(CultureInfo.InvariantCulture), "-frames:v", "1",
            "-vf", $"{filters}scale={width}:{height},format=rgb24", "-f", "rawvideo", picture]);
        var bytes = await File.ReadAllBytesAsync(picture);
        var start = (y * width + x) * 3;
        return [bytes[start], bytes[start + 1], bytes[start + 2]];
    }

    /// <summary>Returns the luma of a row of a frame and of the row below it.</summary>
    public static async Task<(byte[] Row, byte[] Next)> PixelRowsAsync(string file, double atSeconds, int y)
    {
        var rows = $"{file}.{y}.grey";
        await RunAsync("ffmpeg", [
            "-v", "error", "-y", "-i", file, "-ss", atSeconds.ToString(CultureInfo.InvariantCulture), "-frames:v", "1",
            "-vf", $"format=gray,crop=iw:2:0:{y}:exact=1", "-f", "rawvideo", rows]);
        var bytes = await File.ReadAllBytesAsync(rows);
        return (bytes[..(bytes.Length / 2)], bytes[(bytes.Length / 2)..]);
    }

    /// <summary>Returns the audio as samples between -1 and 1: one channel at 48 kHz.</summary>
    public static async Task<double[]> SoundAsync(string file)
    {
        var samples = file + ".pcm";
        await RunAsync("ffmpeg", ["-v", "error", "-y", "-i", file, "-vn", "-ac", "1", "-ar", $"{SampleRate}", "-f", "s16le", samples]);
        return [.. MemoryMarshal.Cast<byte, short>(await File.ReadAllBytesAsync(samples)).ToArray().Select(sample => sample / 32_768.0)];
    }

    /// <summary>Returns the mean volume of a part of the audio, in decibels.</summary>
    public static double VolumeOf(double[] sound, double from, double seconds) =>
        10 * Math.Log10(sound.Skip((int)(from * SampleRate)).Take((int)(seconds * SampleRate)).Average(sample => sample * sample));

    public void Dispose() => _folder.Delete(recursive: true);

    private static (double Start, double Length) SpanOf(IEnumerable<double> frames)
    {
        var times = frames.Order().ToArray();
        return (times[0], times[^1] - times[0] + (times[^1] - times[0]) / (times.Length - 1));
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var (output, log) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.That(process.ExitCode, Is.Zero, await log);
        return await output;
    }
}
