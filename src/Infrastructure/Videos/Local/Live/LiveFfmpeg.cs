using System.Diagnostics;
using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>A finished segment, by its file name in the stream's folder.</summary>
internal sealed record LiveSegment(string File, double Seconds);

/// <summary>
/// One ffmpeg that cuts the FLV on its standard input into segments and names each on its standard output when it is whole.
/// It lives as long as the other end of the pipe is open: it ends with the server, even if that is killed.
/// </summary>
internal sealed class LiveFfmpeg : IAsyncDisposable
{
    private const int KeptErrors = 5;

    /// <summary>
    /// Its address space. Frames are copied, but ffmpeg decodes the first of them, and a small stream may announce pictures of gigabytes.
    /// </summary>
    private const long MaxMemoryBytes = 1_024 * 1_024 * 1_024;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _segments;

    private LiveFfmpeg(Process process, Action<LiveSegment> finished)
    {
        _process = process;
        _errors = ReadErrorsAsync(process.StandardError);
        _segments = ReadSegmentsAsync(process.StandardOutput, finished);
    }

    /// <summary>The last lines that it complained with; known when it has ended.</summary>
    public string Errors => _errors.IsCompletedSuccessfully ? _errors.Result : "";

    /// <summary>Why a finished segment could not be shown; null if all were.</summary>
    public Exception? Fault => _segments.Exception?.InnerException;

    /// <param name="tools">How ffmpeg is started here.</param>
    /// <param name="folder">Where the segments go.</param>
    /// <param name="firstNumber">The first segment's number.</param>
    /// <param name="finished">Called with each segment, in order, on another thread.</param>
    public static LiveFfmpeg Start(FfmpegTools tools, string folder, int firstNumber, Action<LiveSegment> finished)
    {
        // Relative names in its own folder: a % in the path would be taken for a pattern. One muxer for all segments, so that
        // their packets are numbered on.
        string[] command =
        [
            .. tools.LimiterOf(MaxMemoryBytes), tools.Ffmpeg!, "-hide_banner", "-nostats", "-loglevel", "error",
            "-analyzeduration", "3000000", "-f", "flv", "-i", "pipe:0",
            "-map", "0:v?", "-map", "0:a?", "-c", "copy",
            "-f", "segment", "-segment_time", "2", "-segment_format", "mpegts", "-individual_header_trailer", "0",
            "-segment_start_number", firstNumber.ToString(CultureInfo.InvariantCulture),
            "-segment_list", "pipe:1", "-segment_list_type", "csv", "%d.ts",
        ];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It needs none of our settings, and some are secret.
        start.Environment.Clear();
        return new LiveFfmpeg(Process.Start(start)!, finished);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _process.StandardInput.BaseStream.WriteAsync(bytes, cancellationToken);

    /// <summary>Ends the input, lets the last segment be written and shown, and returns when the process has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.BaseStream.Close();
        }
        catch (IOException)
        {
            // It had ended already.
        }
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Grace);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        await _errors;
        await _segments.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // As in FfmpegProcess.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    /// <summary>Lines like <c>12.ts,24.000000,26.000000</c>.</summary>
    private static async Task ReadSegmentsAsync(StreamReader lines, Action<LiveSegment> finished)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.Split(',') is [var file, var from, var to]
                && double.TryParse(from, CultureInfo.InvariantCulture, out var begin)
                && double.TryParse(to, CultureInfo.InvariantCulture, out var end))
            {
                finished(new LiveSegment(file, Math.Max(end - begin, 0.001)));
            }
        }
    }

    private static async Task<string> ReadErrorsAsync(StreamReader errors)
    {
        var last = new Queue<string>();
        while (await errors.ReadLineAsync() is { } line)
        {
            last.Enqueue(line);
            if (last.Count > KeptErrors)
                last.Dequeue();
        }
        return string.Join(" | ", last);
    }
}
