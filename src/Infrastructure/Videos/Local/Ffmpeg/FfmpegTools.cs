using System.Diagnostics;
using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local.Ffmpeg;

internal sealed class FfmpegTools
{
    /// <summary>
    /// A shell script that starts a program with a limited address space and makes the out-of-memory killer choose it before the server.
    /// </summary>
    private const string Limit = "{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null; [ \"$1\" = - ] || ulimit -v \"$1\"; shift; exec \"$@\"";

    private readonly Lazy<string[]> _launcher;
    private readonly string? _shell;

    public FfmpegTools()
        : this(Environment.GetEnvironmentVariable("PATH"))
    {
    }

    internal FfmpegTools(string? path)
    {
        var folders = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        Ffmpeg = Find(folders, "ffmpeg");
        Ffprobe = Find(folders, "ffprobe");
        _shell = OperatingSystem.IsLinux() ? Find(folders, "sh") : null;
        _launcher = new Lazy<string[]>(() => FindLauncher(folders));
    }

    public string? Ffmpeg { get; }

    public string? Ffprobe { get; }

    public bool IsAvailable => Ffmpeg is not null && Ffprobe is not null;

    /// <summary>Indicates whether child processes end with the server, even if the server is killed.</summary>
    public bool EndsWithUs => _launcher.Value.Any(word => word.EndsWith("setpriv", StringComparison.Ordinal));

    /// <summary>
    /// The command prefix that ends a process with the server (<c>setpriv</c>, Linux) and lowers its priority (<c>nice</c>).
    /// </summary>
    public IReadOnlyList<string> Launcher => _launcher.Value;

    public string[] LimiterOf(long? maxMemoryBytes) => _shell is null ? [] : [
        _shell, "-c", Limit, "limit",
        maxMemoryBytes is { } bytes ? (bytes / 1_024).ToString(CultureInfo.InvariantCulture) : "-"];

    private static string[] FindLauncher(string[] folders)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        List<string> launcher = [];
        // setpriv is tested, because the setpriv of BusyBox does not support --pdeathsig.
        if (Find(folders, "setpriv") is { } setpriv && Runs(setpriv, "--pdeathsig", "KILL", setpriv, "--version"))
            launcher.AddRange([setpriv, "--pdeathsig", "KILL"]);
        if (Find(folders, "nice") is { } nice)
            launcher.AddRange([nice, "-n", "10"]);
        return [.. launcher];
    }

    private static bool Runs(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static string? Find(string[] folders, string program)
    {
        var name = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return folders.Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
