using System.Diagnostics;
using VideoChat.Infrastructure.LiveStreams.Local.Flv;

namespace VideoChat.Infrastructure.IntegrationTests.LiveStreams.Local;

internal sealed record FilmTag(byte Type, uint Time, byte[] Payload);

/// <summary>Creates short films as FLV tags with ffmpeg, and examines files.</summary>
internal static class Film
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly Lazy<Task<FilmTag[]>> LazyNormal = new(() => MakeAsync(keyFrameEvery: 10));
    private static readonly Lazy<Task<FilmTag[]>> LazyOneKeyFrame = new(() => MakeAsync(keyFrameEvery: 1_000));

    /// <summary>Lasts six seconds, with 10 frames per second, a key frame each second, H.264 and AAC.</summary>
    public static Task<FilmTag[]> Normal => LazyNormal.Value;

    /// <summary>The same film with a single key frame, at its beginning.</summary>
    public static Task<FilmTag[]> OneKeyFrame => LazyOneKeyFrame.Value;

    public static string? FindProgram(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Returns the file's duration according to ffprobe, and the errors that ffmpeg prints when it decodes it.</summary>
    public static async Task<(double Seconds, string Complaints)> ExamineAsync(string file)
    {
        var duration = await RunAsync("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file]);
        var decoded = await RunAsync("ffmpeg", ["-v", "error", "-i", file, "-f", "null", "-"]);
        return (double.Parse(duration.Output, System.Globalization.CultureInfo.InvariantCulture), duration.Errors + decoded.Errors);
    }

    private static async Task<FilmTag[]> MakeAsync(int keyFrameEvery)
    {
        var folder = Directory.CreateTempSubdirectory("videochat-tests-");
        try
        {
            var file = Path.Combine(folder.FullName, "film.flv");
            await RunAsync("ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10", "-f", "lavfi", "-i", "sine", "-t", "6",
                "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-sc_threshold", "0",
                "-g", $"{keyFrameEvery}", "-c:a", "aac", "-f", "flv", file,
            ]);
            return [.. Read(await File.ReadAllBytesAsync(file))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<FilmTag> Read(byte[] bytes)
    {
        for (var at = FlvTag.FileHeaderLength; at < bytes.Length;)
        {
            var (type, length, time) = FlvTag.ReadHeader(bytes.AsSpan(at));
            at += FlvTag.HeaderLength;
            yield return new FilmTag(type, time, bytes[at..(at + length)]);
            at += length + FlvTag.TrailerLength;
        }
    }

    private static async Task<(string Output, string Errors)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Timeout);
        return (await output, await errors);
    }
}
