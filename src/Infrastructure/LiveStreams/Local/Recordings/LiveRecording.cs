using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.LiveStreams.Local.Flv;
using VideoChat.Infrastructure.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local.Recordings;

/// <summary>
/// Records a stream to an FLV file. The file can be continued after a crash. A failure to write does not stop the stream.
/// </summary>
internal sealed partial class LiveRecording(Guid streamId, string path, long maxBytes, DiskSpace space, ILogger logger)
    : IAsyncDisposable
{
    // The step in which disk space is reserved. It is larger than for segments, so that a recording stops before the stream does.
    private const long SpaceStep = 16 * 1_024 * 1_024;

    /// <summary>The interval between two sequences, in milliseconds.</summary>
    private const uint Step = 40;

    private readonly ArrayBufferWriter<byte> _bytes = new(64 * 1_024);
    private readonly StepwiseReservation _space = new(space, SpaceStep);
    private FileStream? _file;
    private long _length;
    private uint _end;
    private uint _origin;
    private bool _isStopped;

    /// <summary>Indicates whether the recording failed before anything was written.</summary>
    public bool IsLost => _isStopped && _length == 0;

    public void BeginSequence(LiveHead head)
    {
        if (_isStopped)
            return;
        Try(() =>
        {
            Open();
            // The head of a sequence that ended before its first frame is discarded.
            _bytes.ResetWrittenCount();
            _origin = _length > 0 ? _end + Step : 0;
            if (_length == 0)
                _bytes.WriteFileHeader(hasVideo: true, hasAudio: true);
            head.WriteConfigs(_bytes, _origin);
        });
    }

    /// <param name="cancellationToken">Cancels waiting for an unresponsive disk, and stops the recording.</param>
    public async Task WriteAsync(byte type, uint time, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (_isStopped || _file is null)
            return;
        var at = unchecked(_origin + time);
        _bytes.WriteTag(type, at, payload.Span);
        if (_length + _bytes.WrittenCount > maxBytes || at < _origin)
        {
            LogFull(logger, streamId, maxBytes);
            await StopAsync();
            return;
        }
        try
        {
            if (!_space.TryWrite(_bytes.WrittenCount))
            {
                LogNoRoom(logger, streamId);
                await StopAsync();
                return;
            }
            await _file.WriteAsync(_bytes.WrittenMemory, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The write may still be in progress, so no other write may follow.
            _isStopped = true;
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(logger, exception, streamId);
            await StopAsync();
            return;
        }
        _length += _bytes.WrittenCount;
        _bytes.ResetWrittenCount();
        _end = Math.Max(_end, at);
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
            await _file.DisposeAsync();
        _file = null;
        _space.Dispose();
    }

    /// <summary>Returns the length of the complete tags and the last timestamp. After a crash, the last tag may be incomplete.</summary>
    internal static (long Length, uint End) Measure(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[FlvTag.HeaderLength];
        var size = RandomAccess.GetLength(file.SafeFileHandle);
        if (size < FlvTag.FileHeaderLength)
            return (0, 0);
        var (length, end) = ((long)FlvTag.FileHeaderLength, 0u);
        while (RandomAccess.Read(file.SafeFileHandle, bytes, length) == bytes.Length)
        {
            var (type, payload, time) = FlvTag.ReadHeader(bytes);
            var trailer = length + FlvTag.HeaderLength + payload;
            if (type is not (8 or 9)
                || RandomAccess.Read(file.SafeFileHandle, bytes[..FlvTag.TrailerLength], trailer) < FlvTag.TrailerLength
                || BinaryPrimitives.ReadInt32BigEndian(bytes) != FlvTag.HeaderLength + payload)
            {
                break;
            }
            length = trailer + FlvTag.TrailerLength;
            end = Math.Max(end, time);
        }
        return (length, end);
    }

    private void Open()
    {
        if (_file is not null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
        (_length, _end) = Measure(_file);
        _file.SetLength(_length);
        _file.Position = _length;
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(logger, exception, streamId);
            _isStopped = true;
        }
    }

    private async Task StopAsync()
    {
        _isStopped = true;
        // The file is truncated, because a failed write may have left an incomplete tag.
        Try(() => _file!.SetLength(_length));
        await DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Live stream {StreamId}: the recording stopped at its limit of {MaxBytes} bytes (Live:RecordMaxBytes); the stream continues")]
    private static partial void LogFull(ILogger logger, Guid streamId, long maxBytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live stream {StreamId}: the recording stopped because the disk is full; the stream continues")]
    private static partial void LogNoRoom(ILogger logger, Guid streamId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Live stream {StreamId}: the recording stopped because it could not be written; the stream continues")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid streamId);
}
