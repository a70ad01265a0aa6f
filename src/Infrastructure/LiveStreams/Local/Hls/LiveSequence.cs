using System.Buffers;
using VideoChat.Infrastructure.LiveStreams.Local.Flv;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.LiveStreams.Local.Hls;

/// <summary>A part of a stream with continuous timestamps and unchanged tracks. One ffmpeg process cuts it into segments.</summary>
internal sealed class LiveSequence : IAsyncDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1_024);
    private readonly LiveFfmpeg _ffmpeg;

    private LiveSequence(LiveFfmpeg ffmpeg) => _ffmpeg = ffmpeg;

    public string Errors => _ffmpeg.Errors;

    public static LiveSequence Start(FfmpegTools tools, LiveFolder folder, LiveHead head, Action<LiveSegment, bool> finished)
    {
        var isFirst = true;
        var sequence = new LiveSequence(LiveFfmpeg.Start(tools, folder.Path, folder.NextNumber(), segment =>
        {
            finished(segment, isFirst);
            isFirst = false;
        }));
        head.WriteFile(sequence._bytes);
        return sequence;
    }

    /// <summary>Writes a frame and returns its size in bytes. Waits while the pipe to ffmpeg is full.</summary>
    public async Task<int> WriteAsync(byte type, uint time, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_ffmpeg.Fault is { } fault)
            throw new IOException("A segment could not be published.", fault);
        _bytes.WriteTag(type, time, payload.Span);
        var count = _bytes.WrittenCount;
        // A write to a full pipe cannot be cancelled. Cancellation ends only the wait.
        await _ffmpeg.WriteAsync(_bytes.WrittenMemory, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        _bytes.ResetWrittenCount();
        return count;
    }

    public ValueTask DisposeAsync() => _ffmpeg.DisposeAsync();
}
