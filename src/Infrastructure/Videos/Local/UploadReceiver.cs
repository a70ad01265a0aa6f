using System.Buffers;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>
/// Receives the file of a video. Reserves disk space first, and publishes the complete file after it is flushed to disk.
/// </summary>
internal sealed class UploadReceiver(
    OriginalFiles originals, ResultFolders results, DiskSpace space, StorageErrors errors, IOptions<UploadsOptions> options,
    TimeProvider clock)
{
    private const int BufferSize = 128 * 1_024;

    public async Task ReceiveAsync(Guid videoId, Stream content, long length, CancellationToken cancellationToken)
    {
        EnsureEmpty(videoId);
        using var reservation = errors.Guard(videoId, () => space.TryReserve(length)) ?? throw StorageErrors.NoRoom();

        await using var part = errors.Guard(videoId, () => originals.CreatePart(videoId));
        try
        {
            var extension = await ReceiveAsync(videoId, content, part, length, reservation, cancellationToken);
            errors.Guard(videoId, () =>
            {
                part.Flush(flushToDisk: true);
                part.Dispose();
                EnsureEmpty(videoId);
                originals.Place(part.Name, videoId, extension);
            });
        }
        catch
        {
            await part.DisposeAsync();
            File.Delete(part.Name);
            throw;
        }
    }

    private void EnsureEmpty(Guid videoId)
    {
        if (originals.Find(videoId) is not null || results.Has(videoId))
            throw new VideoGatewayException(VideoGatewayFailure.AlreadyUploaded, "This upload already holds a file.");
    }

    private async Task<string> ReceiveAsync(
        Guid videoId, Stream content, FileStream part, long length, SpaceReservation reservation, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(reservation.Exhausted, cancellationToken);
        await using var paced = new PacedStream(content, options.Value, clock);
        try
        {
            return await CopyAsync(videoId, paced, part, length, reservation, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw StorageErrors.NoRoom();
        }
    }

    private async Task<string> CopyAsync(
        Guid videoId, Stream content, FileStream part, long length, SpaceReservation reservation, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            string? extension = null;
            for (var left = length; left > 0;)
            {
                var count = await ReadAsync(content, buffer.AsMemory(0, (int)Math.Min(left, BufferSize)), extension is null, cancellationToken);
                extension ??= Container.ExtensionOf(buffer.AsSpan(0, Math.Min(count, Container.HeaderLength)))
                    ?? throw new VideoGatewayException(VideoGatewayFailure.Refused, "The file is not a video.");
                await WriteAsync(videoId, part, buffer.AsMemory(0, count), cancellationToken);
                reservation.Written(count);
                left -= count;
            }
            return extension ?? throw new VideoGatewayException(VideoGatewayFailure.Refused, "The file is empty.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> ReadAsync(Stream content, Memory<byte> buffer, bool isFirst, CancellationToken cancellationToken)
    {
        // The first read must return enough bytes to detect the container format.
        var count = isFirst
            ? await content.ReadAtLeastAsync(buffer, Math.Min(Container.HeaderLength, buffer.Length), throwOnEndOfStream: false, cancellationToken)
            : await content.ReadAsync(buffer, cancellationToken);
        return count > 0 ? count : throw new IOException("The upload ended early.");
    }

    private async Task WriteAsync(Guid videoId, FileStream part, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await part.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception) when (StorageErrors.Is(exception))
        {
            throw errors.Explain(videoId, exception);
        }
    }
}
