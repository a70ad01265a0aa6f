using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace VideoChat.Infrastructure.Videos.Local.Ffmpeg;

/// <summary>A running ffmpeg or ffprobe process. It ends when it is disposed and, with setpriv, when the server is killed.</summary>
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

    /// <summary>The end of the error output. Complete after <see cref="WaitForExitAsync"/>.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <param name="folder">The working directory, to which output paths are relative.</param>
    /// <param name="maxMemoryBytes">The maximum address space; null for no limit.</param>
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

        // The number of arenas is limited, because glibc reserves an address range for each arena, and the range counts against the
        // memory limit.
        start.Environment["MALLOC_ARENA_MAX"] = "2";

        var process = await ChildThread.RunAsync(() => Process.Start(start)!);
        process.StandardInput.Close();
        return new FfmpegProcess(process);
    }

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

    // Waits until the process ends. The caller must also read the output, because a full pipe blocks the process.
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _readingErrors.WaitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // The process has already exited, so there is nothing to kill.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        await _readingErrors;
        // The streams are disposed separately, because Process.Dispose does not dispose streams that were accessed.
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
            // The process was killed, so its output is incomplete.
        }
    }
}
