using System.Diagnostics;
using System.Globalization;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.LiveStreams.Local.Hls;

internal sealed record LiveSegment(string File, double Seconds);

/// <summary>
/// An ffmpeg process that cuts FLV data into segments. The process exits when its input is closed. The input is also closed if the
/// server is killed.
/// </summary>
internal sealed class LiveFfmpeg : IAsyncDisposable
{
    private const int KeptErrors = 5;

    // The memory limit of ffmpeg. It is needed because ffmpeg decodes the first frame, and even a small stream can announce a frame
    // of several gigabytes.
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

    public string Errors => _errors.IsCompletedSuccessfully ? _errors.Result : "";

    public Exception? Fault => _segments.Exception?.InnerException;

    public static LiveFfmpeg Start(FfmpegTools tools, string folder, int firstNumber, Action<LiveSegment> finished)
    {
        // ffmpeg interprets a % in a path as a pattern, so the names are relative. -individual_header_trailer 0 keeps one muxer for all
        // segments, so the continuity counters of MPEG-TS continue across them.
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
        // The environment is cleared, because it contains secrets that ffmpeg does not need.
        start.Environment.Clear();
        return new LiveFfmpeg(Process.Start(start)!, finished);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _process.StandardInput.BaseStream.WriteAsync(bytes, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.BaseStream.Close();
        }
        catch (IOException)
        {
            // The process has already exited, so there is nothing to kill.
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
        // The streams are disposed separately, because Process.Dispose does not dispose streams that were accessed.
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
    }

    /// <summary>Reads lines such as <c>12.ts,24.000000,26.000000</c>.</summary>
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
