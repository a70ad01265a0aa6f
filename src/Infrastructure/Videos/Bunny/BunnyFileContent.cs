using System.Buffers;
using System.Net;

namespace VideoChat.Infrastructure.Videos.Bunny;

/// <summary>Streams a file to the provider. If the client disconnects, the request fails, so no incomplete file is stored.</summary>
internal sealed class BunnyFileContent : HttpContent
{
    private const int BufferBytes = 64 * 1_024;

    private readonly Stream _file;
    private readonly long _length;
    private readonly Action _onProgress;
    private bool _isStarted;

    /// <param name="onProgress">Called after each part that was received or sent.</param>
    public BunnyFileContent(Stream file, long length, Action onProgress)
    {
        (_file, _length, _onProgress) = (file, length, onProgress);
        Headers.ContentLength = length;
        Headers.ContentType = new("application/octet-stream");
    }

    public bool IsSent { get; private set; }

    /// <summary>Indicates whether the transfer is waiting for the client, not for the provider.</summary>
    public bool IsReading { get; private set; }

    public Exception? ReadFailure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_isStarted)
            throw new InvalidOperationException("A streamed file can be sent once.");
        _isStarted = true;

        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            // The headers are flushed first, so that the provider receives them before the client sends its first byte.
            await stream.FlushAsync(cancellationToken);
            for (var left = _length; left > 0;)
            {
                var count = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                _onProgress();
                left -= count;
            }
            IsSent = true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    private async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        IsReading = true;
        try
        {
            var count = await _file.ReadAsync(buffer, cancellationToken);
            if (count == 0)
                throw new EndOfStreamException("The file ended before its length.");
            _onProgress();
            IsReading = false;
            return count;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ReadFailure = exception;
            throw;
        }
    }
}
