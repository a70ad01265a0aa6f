using VideoChat.Infrastructure.Videos.Local.Live.Rtmp;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>One encoder's time on air: its messages go to an ffmpeg of its own, and the first picture is told of.</summary>
internal sealed class LiveShow : IAsyncDisposable
{
    /// <summary>An encoder that is silent for so long, or a picture that cannot be written, has lost its place.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PictureCheck = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _over = new();
    private readonly LiveFfmpeg _ffmpeg;
    private readonly TimeProvider _clock;
    private readonly Task _watching;

    private LiveShow(LiveFfmpeg ffmpeg, LiveFolder folder, Action pictureCame, TimeProvider clock)
    {
        _ffmpeg = ffmpeg;
        _clock = clock;
        _watching = WatchForPictureAsync(folder, pictureCame);
    }

    /// <summary>What ffmpeg has complained of; complete when this is disposed of.</summary>
    public string Errors => _ffmpeg.Errors;

    /// <param name="ffmpeg">The program, by its whole path.</param>
    /// <param name="folder">Where playlist and segments go.</param>
    /// <param name="pictureCame">Called when there is something to watch.</param>
    /// <param name="clock">Measures silence.</param>
    public static LiveShow Start(string ffmpeg, LiveFolder folder, Action pictureCame, TimeProvider clock)
    {
        folder.Create();
        return new LiveShow(LiveFfmpeg.Start(ffmpeg, folder.Path), folder, pictureCame, clock);
    }

    /// <summary>One message after the other until the encoder leaves; one that is faster than the disk waits.</summary>
    public async Task CarryAsync(RtmpConnection connection, CancellationToken cancellationToken)
    {
        var flv = new FlvWriter();
        while (true)
        {
            using var silence = new CancellationTokenSource(Silence, _clock);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
            if (await connection.ReadAsync(limit.Token) is not { } message || IsGoodbye(message))
                return;
            var bytes = flv.Write(message);
            // The wait is given up, not the write: a full pipe does not listen, but ends with the process.
            if (!bytes.IsEmpty)
                await _ffmpeg.WriteAsync(bytes, CancellationToken.None).AsTask().WaitAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        await _ffmpeg.DisposeAsync();
        _over.Dispose();
    }

    private static bool IsGoodbye(RtmpMessage message) =>
        message.Type is RtmpMessageType.Command or RtmpMessageType.Amf3Command
        && RtmpCommand.Read(message).Name is "FCUnpublish" or "deleteStream" or "closeStream";

    private async Task WatchForPictureAsync(LiveFolder folder, Action pictureCame)
    {
        try
        {
            using var timer = new PeriodicTimer(PictureCheck, _clock);
            while (!folder.HasPicture)
                await timer.WaitForNextTickAsync(_over.Token);
            pictureCame();
        }
        catch (OperationCanceledException)
        {
            // Over before there was anything to see.
        }
    }
}
