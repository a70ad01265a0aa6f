using System.Diagnostics;
using System.Globalization;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

/// <summary>Creates small videos with ffmpeg, and examines others with ffprobe. Tests that need it are skipped if it is missing.</summary>
internal static class Clip
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Returns the header of an MP4 file followed by zeros. It is accepted as an upload and cannot be transcoded.</summary>
    public static byte[] Broken(int length = 1_000)
    {
        var file = new byte[length];
        "\0\0\0 ftypisom"u8.CopyTo(file);
        return file;
    }

    public static bool IsAvailable => Find("ffmpeg") is not null && Find("ffprobe") is not null;

    public static void Require()
    {
        if (!IsAvailable)
            Assert.Ignore("ffmpeg is not installed.");
    }

    /// <summary>Creates a moving picture, optionally with a tone.</summary>
    public static async Task<byte[]> MakeAsync(
        string size = "320x240", double seconds = 2, bool hasSound = true, string format = "mp4", params string[] more)
    {
        var folder = Directory.CreateTempSubdirectory("videochat-clip-");
        try
        {
            var file = Path.Combine(folder.FullName, "clip." + format);
            var duration = seconds.ToString(CultureInfo.InvariantCulture);
            List<string> arguments = ["-v", "error", "-f", "lavfi", "-i", $"testsrc=size={size}:rate=25:duration={duration}"];
            if (hasSound)
                arguments.AddRange(["-f", "lavfi", "-i", $"sine=440:duration={duration}", "-c:a", "aac"]);
            arguments.AddRange(["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", .. more, file]);
            await RunAsync("ffmpeg", [.. arguments]);
            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Returns entries of a stream from ffprobe after decoding it completely, for example "320,240".</summary>
    public static async Task<string[]> ProbeAsync(string source, string streams, string entries) =>
        (await RunAsync(
            "ffprobe", "-v", "error", "-count_frames", "-select_streams", streams, "-show_entries", "stream=" + entries,
            "-of", "csv=p=0", source))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Timeout);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }
}
