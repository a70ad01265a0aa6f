using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
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
    private static readonly FfmpegTools Tools = new();

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
        string film, Func<TranscodePlan, TranscodePlan>? change = null, Action<int>? report = null)
    {
        var (plan, failure) = await PlanAsync(film);
        if (plan is null)
            return TranscodeResult.Failed(failure);
        Directory.CreateDirectory(Output);
        using var space = new DiskSpace(() => FreeBytes, reserve: 1, TimeProvider.System, NullLogger<DiskSpace>.Instance);
        return await new Transcoder(
                Tools, space, Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System, NullLogger<Transcoder>.Instance)
            .RunAsync(new TranscodeJob(Guid.NewGuid()) { Plan = change?.Invoke(plan) ?? plan }, film, Output, report ?? (_ => { }), default);
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

    /// <summary>Returns the start and duration of a track, computed from its packets.</summary>
    public static async Task<(double Start, double Length)> SpanAsync(string file, string track)
    {
        var times = (await RunAsync("ffprobe", [
                "-v", "error", "-select_streams", track, "-show_entries", "frame=best_effort_timestamp_time", "-of", "csv=p=0", file]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line.TrimEnd(',', ' '), CultureInfo.InvariantCulture)).Order().ToArray();
        return (times[0], times[^1] - times[0] + (times[^1] - times[0]) / (times.Length - 1));
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

    /// <summary>Returns the luma of one row of a frame.</summary>
    public static async Task<byte[]> PixelRowAsync(string file, double atSeconds, int y)
    {
        var row = $"{file}.{y}.grey";
        await RunAsync("ffmpeg", [
            "-v", "error", "-y", "-i", file, "-ss", atSeconds.ToString(CultureInfo.InvariantCulture), "-frames:v", "1",
            "-vf", $"crop=iw:1:0:{y}:exact=1,format=gray", "-f", "rawvideo", row]);
        return await File.ReadAllBytesAsync(row);
    }

    /// <summary>Returns the mean volume of a part of the audio, in decibels.</summary>
    public static async Task<double> VolumeAsync(string file, double from, double seconds)
    {
        var log = await RunAsync("ffmpeg", [
            "-v", "info", "-i", file,
            "-af", string.Create(CultureInfo.InvariantCulture, $"atrim=start={from}:duration={seconds},volumedetect"),
            "-vn", "-f", "null", "-"], errors: true);
        var start = log.IndexOf("mean_volume: ", StringComparison.Ordinal) + "mean_volume: ".Length;
        return double.Parse(log[start..log.IndexOf(" dB", start, StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> RunAsync(string program, string[] arguments, bool errors = false)
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
        return errors ? await log : await output;
    }
}
