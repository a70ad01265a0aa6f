using System.Buffers;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>A stretch of a stream in which time passes evenly and the tracks do not change, cut into segments by an ffmpeg of its own.</summary>
internal sealed class LiveSequence : IAsyncDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1_024);
    private readonly LiveFfmpeg _ffmpeg;

    private LiveSequence(LiveFfmpeg ffmpeg) => _ffmpeg = ffmpeg;

    /// <summary>What ffmpeg has complained of; complete when this is disposed of.</summary>
    public string Errors => _ffmpeg.Errors;

    /// <param name="tools">How ffmpeg is started here.</param>
    /// <param name="folder">Where the segments go.</param>
    /// <param name="head">What precedes the first frame.</param>
    /// <param name="finished">Called with each segment and whether it is the sequence's first.</param>
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

    /// <summary>Writes a frame and returns how many bytes that took. A sequence that is faster than the disk waits.</summary>
    public async Task<int> WriteAsync(byte type, uint time, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_ffmpeg.Fault is { } fault)
            throw new IOException("A segment could not be shown.", fault);
        _bytes.WriteTag(type, time, payload.Span);
        var count = _bytes.WrittenCount;
        // The wait is given up, not the write: a full pipe does not notice a cancellation, but ends with the process.
        await _ffmpeg.WriteAsync(_bytes.WrittenMemory, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        _bytes.ResetWrittenCount();
        return count;
    }

    public ValueTask DisposeAsync() => _ffmpeg.DisposeAsync();
}
