using System.Diagnostics;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>The programs of ffmpeg as they are found on <c>PATH</c>, and what they are started through.</summary>
internal sealed class FfmpegTools
{
    private readonly Lazy<string[]> _launcher;

    public FfmpegTools()
        : this(Environment.GetEnvironmentVariable("PATH"))
    {
    }

    internal FfmpegTools(string? path)
    {
        var folders = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        Ffmpeg = Find(folders, "ffmpeg");
        Ffprobe = Find(folders, "ffprobe");
        _launcher = new Lazy<string[]>(() => FindLauncher(folders));
    }

    public string? Ffmpeg { get; }

    public string? Ffprobe { get; }

    /// <summary>Both programs are there.</summary>
    public bool IsAvailable => Ffmpeg is not null && Ffprobe is not null;

    /// <summary>A process ends with this one, even where this one is killed.</summary>
    public bool EndsWithUs => _launcher.Value.Any(word => word.EndsWith("setpriv", StringComparison.Ordinal));

    /// <summary>Put before a program: it ends with our process (<c>setpriv</c>, Linux) and lets others go first (<c>nice</c>).</summary>
    public IReadOnlyList<string> Launcher => _launcher.Value;

    private static string[] FindLauncher(string[] folders)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        List<string> launcher = [];
        // Not every setpriv knows it; BusyBox's does not.
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
