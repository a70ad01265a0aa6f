using System.Diagnostics;

namespace VideoChat.Api.FunctionalTests.LiveStreams.Local;

/// <summary>Runs ffmpeg and ffprobe. Tests that need them are skipped if they are missing.</summary>
internal static class Ffmpeg
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly string[] Folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);

    public static bool IsInstalled => IsThere("ffmpeg") && IsThere("ffprobe");

    public static void Require()
    {
        foreach (var program in new[] { "ffmpeg", "ffprobe" })
        {
            if (!IsThere(program))
                Assert.Ignore($"{program} is not installed.");
        }
    }

    /// <summary>Reads some seconds of video as a viewer does. Returns the codec and the number of frames.</summary>
    public static async Task<(string Codec, int Pictures)> WatchAsync(string url, int seconds)
    {
        var start = new ProcessStartInfo("ffprobe",
        [
            "-v", "error", "-read_intervals", $"%+{seconds}", "-count_packets", "-select_streams", "v:0",
            "-show_entries", "stream=codec_name,nb_read_packets", "-of", "csv=p=0", url,
        ])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Timeout);
        await process.WaitForExitAsync().WaitAsync(Timeout);
        var parts = output.Split('\n')[0].Split(',');
        return (parts[0], int.Parse(parts[1]));
    }

    /// <summary>Returns the processes that work in a folder or below it: the server's own ffmpegs.</summary>
    public static List<Process> WorkingIn(string folder) =>
    [
        .. Process.GetProcesses().Where(process =>
        {
            try
            {
                return Directory.ResolveLinkTarget($"/proc/{process.Id}/cwd", false)?.FullName
                    .StartsWith(folder, StringComparison.Ordinal) == true;
            }
            catch (IOException)
            {
                return false;
            }
            catch (UnauthorizedAccessException)
            {
                return false;
            }
        }),
    ];

    private static bool IsThere(string program) => Folders.Any(folder => File.Exists(Path.Combine(folder, program)));

    public static string CommandLineOf(Process process) => File.ReadAllText($"/proc/{process.Id}/cmdline").Replace('\0', ' ');
}
