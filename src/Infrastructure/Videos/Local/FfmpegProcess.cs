using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// A running program of ffmpeg. It gets its arguments as a list, nothing to read, none of our environment but where
/// programs are, and it never outlives us: not when it is disposed of, and on Linux not when we are killed.
/// </summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private const int MaxErrorLength = 4_096;
    private const int MaxLineLength = 4_096;

    private static readonly string[] Inherited = ["PATH", "LD_LIBRARY_PATH", "TMPDIR", "SystemRoot"];

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task _readingErrors;

    private FfmpegProcess(Process process)
    {
        _process = process;
        _readingErrors = ReadErrorsAsync();
    }

    public int Id => _process.Id;

    /// <summary>CPU time used so far; zero after its end.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            try
            {
                return _process.TotalProcessorTime;
            }
            catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>The last that it has said on standard error. Complete after <see cref="WaitForExitAsync"/>.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <param name="tools">How programs are started here.</param>
    /// <param name="program">The program, by its whole path.</param>
    /// <param name="folder">Where it works; outputs are named relative to it.</param>
    /// <param name="arguments">Its arguments, none of which a shell interprets.</param>
    /// <param name="maxMemoryBytes">The most address space that it gets; an allocation beyond that fails in it.</param>
    public static async Task<FfmpegProcess> StartAsync(
        FfmpegTools tools, string program, string folder, IEnumerable<string> arguments, long? maxMemoryBytes = null)
    {
        string[] command = [.. tools.LimiterOf(maxMemoryBytes), .. tools.Launcher, program, .. arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        }

        // Each thread would reserve an address range of its own, which counts against the limit.
        start.Environment["MALLOC_ARENA_MAX"] = "2";

        var process = await ChildThread.RunAsync(() => Process.Start(start)!);
        process.StandardInput.Close();
        return new FfmpegProcess(process);
    }

    /// <summary>What it writes to standard output, line by line. A line that is too long is cut.</summary>
    public async IAsyncEnumerable<string> ReadLinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new char[1_024];
        var line = new StringBuilder();
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer, cancellationToken)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (buffer[i] == '\n')
                {
                    yield return line.ToString().TrimEnd('\r');
                    line.Clear();
                }
                else if (line.Length < MaxLineLength)
                {
                    line.Append(buffer[i]);
                }
            }
        }
        if (line.Length > 0)
            yield return line.ToString();
    }

    /// <summary>All that it writes to standard output; null where that is more than <paramref name="maxLength"/>.</summary>
    public async Task<string?> ReadAllAsync(int maxLength, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4_096];
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (text.Length + count > maxLength)
                return null;
            text.Append(buffer, 0, count);
        }
        return text.ToString();
    }

    /// <summary>Waits for its end and returns its exit code. What it writes must be read meanwhile.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _readingErrors.WaitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        await _readingErrors;
        // A stream that was read is not the process's to close: it would stay open until the collector finds it.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        var buffer = new char[1_024];
        try
        {
            int count;
            while ((count = await _process.StandardError.ReadAsync(buffer.AsMemory())) > 0)
            {
                lock (_errors)
                {
                    _errors.Append(buffer, 0, count);
                    if (_errors.Length > MaxErrorLength)
                        _errors.Remove(0, _errors.Length - MaxErrorLength);
                }
            }
        }
        catch (IOException)
        {
            // It was killed.
        }
    }
}
