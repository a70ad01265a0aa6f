using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Storage;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>Stores videos on a local or shared disk. All state except the progress is on disk.</summary>
internal sealed partial class LocalVideoGateway(
    LocalStorage storage,
    TranscodeQueue queue,
    DiskSpace space,
    IOptions<UploadsOptions> options,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<LocalVideoGateway> logger) : IVideoGateway
{
    private const int BufferSize = 128 * 1_024;

    /// <summary>The values of <see cref="Exception.HResult"/> for a full disk: ENOSPC and EDQUOT.</summary>
    private static readonly int[] DiskFull = [28, 122];

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly string _publicBaseUrl = configuration["PublicBaseUrl"]?.TrimEnd('/') ?? "";

    public MediaProvider Provider => MediaProvider.Local;

    public bool SendsWebhooks => false;

    /// <summary>Creates only an id. The upload creates the files, so that an unused session leaves nothing on disk.</summary>
    public Task<Guid> CreateAsync(string title, CancellationToken cancellationToken) => Task.FromResult(Uuid7.Next());

    public async Task UploadAsync(Guid videoId, Stream content, long length, CancellationToken cancellationToken)
    {
        EnsureEmpty(videoId);
        using var reservation = Write(videoId, () => space.TryReserve(length)) ?? throw NoRoom();

        await using var part = Write(videoId, () => storage.CreatePart(videoId));
        try
        {
            var extension = await ReceiveAsync(videoId, content, part, length, reservation, cancellationToken);
            Write(videoId, () =>
            {
                part.Flush(flushToDisk: true);
                part.Dispose();
                EnsureEmpty(videoId);
                storage.PlaceOriginal(part.Name, videoId, extension);
                return true;
            });
        }
        catch
        {
            await part.DisposeAsync();
            File.Delete(part.Name);
            throw;
        }
    }

    public async Task<ProviderVideo?> FindAsync(Guid videoId, CancellationToken cancellationToken)
    {
        try
        {
            storage.LookAgain();
            if (await TranscodeResult.ReadAsync(storage.ResultOf(videoId), cancellationToken) is { } result)
            {
                return result.IsReady
                    ? new ProviderVideo(ProviderVideoStatus.Ready, 100, result.DurationSeconds, Sha256: null)
                    : new ProviderVideo(ProviderVideoStatus.Failed, 0, null, Sha256: null, result.Failure);
            }
            return storage.FindOriginal(videoId) is null && storage.FindRecording(videoId) is null
                ? null
                : new ProviderVideo(ProviderVideoStatus.Processing, queue.ProgressOf(videoId), null, Sha256: null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Explain(videoId, exception);
        }
    }

    public void BeginProcessing(Guid videoId) => Write(videoId, () =>
    {
        storage.PlaceRecording(videoId);
        if (!storage.HasResult(videoId))
            queue.Enqueue(videoId);
        return true;
    });

    public Task DeleteAsync(Guid videoId, CancellationToken cancellationToken)
    {
        Write(videoId, () =>
        {
            storage.Delete(videoId);
            return true;
        });
        return Task.CompletedTask;
    }

    public VideoPlayback GetPlayback(Guid videoId)
    {
        var result = storage.ResultOf(videoId);
        if (!File.Exists(Path.Combine(result, TranscodeResult.MasterPlaylist)) && storage.FindOriginal(videoId) is { } original)
            return new VideoPlayback($"{_publicBaseUrl}/media/originals/{Path.GetFileName(original)}", ThumbnailUrl: null);

        var folder = $"{_publicBaseUrl}/media/videos/{videoId}/";
        return new VideoPlayback(
            folder + TranscodeResult.MasterPlaylist,
            File.Exists(Path.Combine(result, TranscodeResult.Thumbnail)) ? folder + TranscodeResult.Thumbnail : null);
    }

    public int? QueuePositionOf(Guid videoId) => queue.PositionOf(videoId);

    public TusUpload? GetTusUpload(Guid videoId) => null;

    private void EnsureEmpty(Guid videoId)
    {
        if (storage.FindOriginal(videoId) is not null || storage.HasResult(videoId))
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
            throw NoRoom();
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
        // The first read must return enough bytes to detect the container.
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(videoId, exception);
        }
    }

    private T Write<T>(Guid videoId, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(videoId, exception);
        }
    }

    private VideoGatewayException Explain(Guid videoId, Exception exception)
    {
        LogStorage(logger, videoId, exception.GetType().Name, exception.HResult);
        return DiskFull.Contains(exception.HResult)
            ? NoRoom(exception)
            : new VideoGatewayException(
                VideoGatewayFailure.Unavailable, "The server cannot use its storage for videos. Try again later.", RetryAfter, exception);
    }

    private static VideoGatewayException NoRoom(Exception? cause = null) => new(
        VideoGatewayFailure.Unavailable, "The server has no room left for videos. Try again later.", RetryAfter, cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "Storage failed for video {VideoId}: {Reason} {Code}")]
    private static partial void LogStorage(ILogger logger, Guid videoId, string reason, int code);
}
