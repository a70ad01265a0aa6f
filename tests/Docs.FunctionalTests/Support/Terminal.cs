using System.Diagnostics;
using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Support;

/// <summary>
/// A terminal of a reader: a bash in the repository's folder, which keeps its variables from block to block. A command that fails is
/// found in <see cref="Output"/>.
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
        // Job control puts each command into a process group of its own, so that Ctrl+C reaches it as a whole. A suite that runs in the
        // background ignores SIGINT, and so would every process that it starts: env resets that.
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

    /// <summary>Pastes commands that end, waits for their end and returns what they wrote.</summary>
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

    /// <summary>Types lines, to bash or to the program that runs.</summary>
    public void Type(string lines)
    {
        // Bash reads the line that starts a program; an empty one after it would go to the program.
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
    /// Waits until the terminal shows the lines of a block of output, in their order. An ellipsis stands for anything; years and the
    /// what is left of a limit may differ.
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

    /// <summary>Ctrl+C. Waits for the prompt: the program reads what is typed until it has ended.</summary>
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

    // What is left of a limit, and for how long.
    [GeneratedRegex(@"(X-RateLimit-(?:Remaining|Reset):\\ )\d+")]
    private static partial Regex Quota();

    // An id or a time that is shortened, or whatever is left out.
    [GeneratedRegex("([0-9a-f]{8}-([0-9a-f]{4}-)?)?…")]
    private static partial Regex Ellipsis();
}
