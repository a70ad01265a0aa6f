using System.Diagnostics;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>
/// One ffmpeg that makes HLS of an FLV on its standard input. It lives as long as somebody holds the other end of the pipe:
/// whatever becomes of the server, kill -9 too, it reads the end of the file and is gone.
/// </summary>
internal sealed class LiveFfmpeg : IAsyncDisposable
{
    public const string Playlist = "live.m3u8";

    private const int KeptErrors = 5;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // Relative names in its own folder: a % in the path would be taken for a pattern. append_list marks the break where it
    // goes on, and there is no ENDLIST, for the encoder may come back.
    private static readonly string[] Arguments =
    [
        "-hide_banner", "-nostats", "-loglevel", "error",
        "-analyzeduration", "3000000", "-f", "flv", "-i", "pipe:0",
        "-map", "0:v?", "-map", "0:a?", "-c", "copy",
        "-f", "hls", "-hls_time", "2", "-hls_list_size", "10", "-hls_delete_threshold", "5",
        "-hls_flags", "append_list+delete_segments+temp_file+omit_endlist",
        "-hls_segment_filename", "%d.ts", Playlist,
    ];

    private readonly Process _process;
    private readonly Task<string> _errors;

    private LiveFfmpeg(Process process)
    {
        _process = process;
        _errors = ReadErrorsAsync(process.StandardError);
    }

    /// <summary>The last lines that it complained with; known when it has ended.</summary>
    public string Errors => _errors.IsCompletedSuccessfully ? _errors.Result : "";

    /// <param name="program">ffmpeg, by its whole path.</param>
    /// <param name="folder">Where the playlist and the segments go.</param>
    public static LiveFfmpeg Start(string program, string folder)
    {
        var start = new ProcessStartInfo(program, Arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        // It needs none of our settings, and some are secret.
        start.Environment.Clear();
        return new LiveFfmpeg(Process.Start(start)!);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _process.StandardInput.BaseStream.WriteAsync(bytes, cancellationToken);

    /// <summary>Ends the input, lets the last segment be written, and returns when the process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.BaseStream.Close();
        }
        catch (IOException)
        {
            // It was gone already.
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
        // As in FfmpegProcess.
        _process.StandardError.Dispose();
        _process.Dispose();
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
