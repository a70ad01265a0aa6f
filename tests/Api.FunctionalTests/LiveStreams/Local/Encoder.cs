using System.Diagnostics;

namespace VideoChat.Api.FunctionalTests.LiveStreams.Local;

/// <summary>An encoder that sends generated video and audio, with a key frame each second, until it is stopped.</summary>
internal sealed class Encoder : IAsyncDisposable
{
    public const int Rate = 10;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Encoder(Process process) => _process = process;

    public bool HasEnded => _process.HasExited;

    /// <param name="rtmpUrl">The address to send to.</param>
    /// <param name="videoCodec">One of ffmpeg's encoders.</param>
    /// <param name="speed">The number of seconds of video that are sent per second.</param>
    public static Encoder Start(string rtmpUrl, string videoCodec = "libx264", int speed = 3)
    {
        string[] options = videoCodec == "libx264" ? ["-preset", "ultrafast", "-tune", "zerolatency"] : [];
        var start = new ProcessStartInfo("ffmpeg",
        [
            "-v", "quiet", "-readrate", $"{speed}", "-f", "lavfi", "-i", $"testsrc=size=160x120:rate={Rate}", "-f", "lavfi", "-i", "sine",
            "-c:v", videoCodec, .. options, "-g", $"{Rate}", "-c:a", "aac", "-f", "flv", rtmpUrl,
        ])
        {
            RedirectStandardInput = true,
        };
        return new Encoder(Process.Start(start)!);
    }

    /// <summary>Stops the encoder as the Q key does.</summary>
    public async Task EndAsync()
    {
        await _process.StandardInput.WriteAsync('q');
        _process.StandardInput.Close();
        await WaitForEndAsync();
    }

    /// <summary>Kills the encoder, so that it disconnects without ending its RTMP stream.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForEndAsync();
    }

    public Task WaitForEndAsync() => _process.WaitForExitAsync().WaitAsync(Timeout);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
