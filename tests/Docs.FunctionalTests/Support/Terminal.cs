using System.Diagnostics;
using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Support;

/// <summary>
/// A reader's terminal: a bash in the repository's folder, which keeps its variables between blocks. <see cref="Output"/>
/// contains the errors of commands that fail.
/// </summary>
internal sealed partial class Terminal : IAsyncDisposable
{
    private const string Done = "@@done@@", Failed = "@@failed@@";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private readonly Process _bash;
    private readonly List<string> _lines = [];
    private int _blocks;

    public Terminal(IReadOnlyDictionary<string, string> environment)
    {
        // Job control gives each command its own process group, so that Ctrl+C reaches all its processes. A suite that runs in the
        // background ignores SIGINT. Its child processes inherit that, so env resets it.
        var start = new ProcessStartInfo("env", ["--default-signal", "bash", "--noprofile", "--norc"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFile.Of("."),
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        _bash = new Process { StartInfo = start };
        _bash.OutputDataReceived += Remember;
        _bash.ErrorDataReceived += Remember;
        _bash.Start();
        _bash.BeginOutputReadLine();
        _bash.BeginErrorReadLine();
        Type("set -m");
        Type($"trap 'echo \"{Failed} $BASH_COMMAND\"' ERR");
    }

    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <summary>Pastes commands, waits until they end and returns their output.</summary>
    public async Task<string> RunAsync(string commands)
    {
        var before = Output.Length;
        var done = $"{Done}{++_blocks}";
        Type(commands.TrimEnd());
        Type($"echo {done}");
        await SeeAsync(done);
        var output = Output[before..].Replace(done, "", StringComparison.Ordinal).Trim();
        Assert.That(output, Does.Not.Contain(Failed), $"{commands}\n{output}");
        return output;
    }

    /// <summary>Types lines into bash or the running program.</summary>
    public void Type(string lines)
    {
        // Extra line breaks are removed. Bash reads the line that starts a program, and the program would read an empty line after
        // it.
        _bash.StandardInput.Write(lines.TrimEnd('\n') + "\n");
        _bash.StandardInput.Flush();
    }

    /// <summary>Waits until the terminal shows a text.</summary>
    public async Task SeeAsync(string text)
    {
        try
        {
            await Eventually.BeTrueAsync(() => Output.Contains(text, StringComparison.Ordinal) || _bash.HasExited, text, Timeout);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The terminal does not show '{text}':\n{Output}");
        }
    }

    /// <summary>
    /// Waits until the terminal shows the lines of a block of output, in order. An ellipsis matches any text; years and the
    /// remaining quota of a limit may differ.
    /// </summary>
    public async Task SeeAllAsync(Block expected)
    {
        var pattern = new Regex(string.Join(@"[\s\S]*?", expected.Text.TrimEnd().Split('\n').Where(line => line.Length > 0).Select(PatternOf)));
        try
        {
            await Eventually.BeTrueAsync(() => pattern.IsMatch(Output), "the output of the page", Timeout);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{expected} is not what the terminal shows:\n{Output}");
        }
    }

    /// <summary>Sends Ctrl+C and waits until the program exits, because the program reads typed lines until then.</summary>
    public Task InterruptAsync() => SignalAsync("INT");

    public async ValueTask DisposeAsync()
    {
        await SignalAsync("KILL");
        _bash.Kill(entireProcessTree: true);
        await _bash.WaitForExitAsync();
        _bash.Dispose();
    }

    private static string PatternOf(string line)
    {
        var escaped = Regex.Escape(line).Replace("\\ …\\ ", "…", StringComparison.Ordinal);
        return Quota().Replace(Ellipsis().Replace(escaped, ".*?").Replace("2026-", @"\d{4}-", StringComparison.Ordinal), @"$1\d+");
    }

    private async Task SignalAsync(string signal) =>
        await Programs.RunAsync("bash", ["-c", $"for child in $(cat /proc/{_bash.Id}/task/{_bash.Id}/children); do kill -{signal} -$child; while kill -0 -$child; do sleep 0.05; done; done 2>/dev/null; true"], "/");

    private void Remember(object sender, DataReceivedEventArgs line)
    {
        lock (_lines)
        {
            if (line.Data is not null)
                _lines.Add(line.Data);
        }
    }

    // Matches the remaining quota of a limit and the time until its reset.
    [GeneratedRegex(@"(X-RateLimit-(?:Remaining|Reset):\\ )\d+")]
    private static partial Regex Quota();

    // Matches a shortened id or time, or any omitted text.
    [GeneratedRegex("([0-9a-f]{8}-([0-9a-f]{4}-)?)?…")]
    private static partial Regex Ellipsis();
}
