using VideoChat.Infrastructure.LiveStreams.Local.Flv;
using VideoChat.Infrastructure.LiveStreams.Local.Hls;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.LiveStreams.Local.Rtmp;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.LiveStreams.Local.Ingest;

/// <summary>Writes an encoder's frames to a sequence and to the recording. A jump begins a new sequence at the next key frame.</summary>
internal sealed class EncoderSession : IAsyncDisposable
{
    /// <summary>The time limit for receiving the next message and for writing a frame.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly FfmpegTools _tools;
    private readonly LiveFolder _folder;
    private readonly LiveRecording? _recording;
    private readonly Action _pictureCame;
    private readonly TimeProvider _clock;
    private readonly LiveHead _head = new();
    private readonly LiveTimeline _timeline;
    private readonly SegmentBounds _bounds;
    private LiveSequence? _sequence;
    private volatile bool _isOver;
    private volatile bool _isRefused;

    public EncoderSession(LiveIngestSettings settings, LiveFolder folder, Action pictureCame, TimeProvider clock)
    {
        _tools = settings.Tools;
        _folder = folder;
        _recording = settings.Recording;
        _pictureCame = pictureCame;
        _clock = clock;
        _timeline = new LiveTimeline(clock);
        _bounds = new SegmentBounds(settings.Limits, clock);
        folder.Open();
    }

    public string Errors { get; private set; } = "";

    public async Task CarryAsync(RtmpConnection connection, Action heard, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var silence = new CancellationTokenSource(Silence, _clock);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
                if (await connection.ReadAsync(limit.Token) is not { } message || IsGoodbye(message))
                    return;
                heard();
                _bounds.EnsureInTime();
                await TakeAsync(message, limit.Token);
            }
        }
        catch (LiveRefusalException)
        {
            _isRefused = true;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        await EndSequenceAsync();
        _bounds.Dispose();
    }

    private async Task TakeAsync(RtmpMessage message, CancellationToken cancellationToken)
    {
        if (message.Type == RtmpMessageType.Data)
            _head.ReadMetadata(message);
        if (MediaTag.Read(message) is not { } tag)
            return;
        if (tag.Unsupported is { } codec)
            throw LiveRefusalException.Codec(codec);
        if (tag.IsConfig)
        {
            if (_head.Change(tag.IsVideo, message.Payload.Span))
                await EndSequenceAsync();
        }
        else if (await PlaceAsync(tag, message.Timestamp) is { } time)
        {
            await WriteAsync(message, time, cancellationToken);
        }
    }

    private async Task<uint?> PlaceAsync(MediaTag tag, uint timestamp)
    {
        if (_sequence is not null)
        {
            var step = _timeline.Place(tag.IsVideo, timestamp, out var time);
            if (step != TimelineStep.Jump)
                return step == TimelineStep.Fits ? time : null;
            await EndSequenceAsync();
        }
        if (_head.HasVideo && !(tag.IsVideo && tag.IsKeyFrame))
            return null;
        _sequence = LiveSequence.Start(_tools, _folder, _head, Show);
        _recording?.BeginSequence(_head);
        _timeline.Begin(timestamp);
        _timeline.Place(tag.IsVideo, timestamp, out _);
        return 0;
    }

    private async Task WriteAsync(RtmpMessage message, uint time, CancellationToken cancellationToken)
    {
        _bounds.Write(message.Payload.Length);
        await _sequence!.WriteAsync(message.Type, time, message.Payload, cancellationToken);
        if (_recording is not null)
            await _recording.WriteAsync(message.Type, time, message.Payload, cancellationToken);
    }

    private void Show(LiveSegment segment, bool isFirst)
    {
        // The remaining segments of a rejected encoder must not appear in the stream of the next encoder.
        if (_isRefused)
        {
            _folder.Delete(segment.File);
            return;
        }
        _folder.Add(segment, isDiscontinuity: isFirst);
        _bounds.Finished();
        if (!_isOver)
            _pictureCame();
    }

    private async Task EndSequenceAsync()
    {
        if (_sequence is not { } sequence)
            return;
        _sequence = null;
        await sequence.DisposeAsync();
        Errors = sequence.Errors;
    }

    private static bool IsGoodbye(RtmpMessage message) =>
        message.Type is RtmpMessageType.Command or RtmpMessageType.Amf3Command
        && RtmpCommand.Read(message).Name is "FCUnpublish" or "deleteStream" or "closeStream";
}
