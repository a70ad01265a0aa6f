using System.Text.Json;
using Microsoft.Extensions.Configuration;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Videos.Local.Jobs;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>Stores videos on a local or shared disk. All state except the queue and the progress is on disk.</summary>
internal sealed class LocalVideoGateway(
    LocalStorage storage, OriginalFiles originals, ResultFolders results, TranscodeQueue queue, UploadReceiver uploads, StorageErrors errors,
    IConfiguration configuration) : IVideoGateway
{
    private readonly string _publicBaseUrl = configuration["PublicBaseUrl"]?.TrimEnd('/') ?? "";

    public MediaProvider Provider => MediaProvider.Local;

    public bool SendsWebhooks => false;

    /// <summary>Creates only an id. The upload creates the files, so that an unused session leaves nothing on disk.</summary>
    public Task<Guid> CreateAsync(string title, CancellationToken cancellationToken) => Task.FromResult(Uuid7.Next());

    public Task UploadAsync(Guid videoId, Stream content, long length, CancellationToken cancellationToken) =>
        uploads.ReceiveAsync(videoId, content, length, cancellationToken);

    public async Task<ProviderVideo?> FindAsync(Guid videoId, CancellationToken cancellationToken)
    {
        try
        {
            storage.Refresh();
            if (await TranscodeResult.ReadAsync(results.PathOf(videoId), cancellationToken) is { } result)
            {
                return result.IsReady
                    ? new ProviderVideo(ProviderVideoStatus.Ready, 100, result.DurationSeconds, Sha256: null)
                    : new ProviderVideo(ProviderVideoStatus.Failed, 0, null, Sha256: null, result.Failure);
            }
            return originals.Find(videoId) is null && originals.FindRecording(videoId) is null
                ? null
                : new ProviderVideo(ProviderVideoStatus.Processing, queue.ProgressOf(videoId), null, Sha256: null);
        }
        catch (Exception exception) when (StorageErrors.Is(exception) || exception is JsonException)
        {
            throw errors.Explain(videoId, exception);
        }
    }

    public void BeginProcessing(Guid videoId) => errors.Guard(videoId, () =>
    {
        originals.PlaceRecording(videoId);
        if (!results.Has(videoId))
            queue.Enqueue(videoId);
    });

    public Task DeleteAsync(Guid videoId, CancellationToken cancellationToken)
    {
        errors.Guard(videoId, () =>
        {
            originals.Delete(videoId);
            results.Delete(videoId);
        });
        return Task.CompletedTask;
    }

    public VideoPlayback GetPlayback(Guid videoId)
    {
        if (!results.HasPlaylist(videoId) && originals.Find(videoId) is { } original)
            return new VideoPlayback($"{_publicBaseUrl}/media/originals/{Path.GetFileName(original)}", ThumbnailUrl: null);

        var folder = $"{_publicBaseUrl}/media/videos/{videoId}/";
        return new VideoPlayback(
            folder + TranscodeResult.MasterPlaylist,
            File.Exists(Path.Combine(results.PathOf(videoId), TranscodeResult.Thumbnail)) ? folder + TranscodeResult.Thumbnail : null);
    }

    public int? QueuePositionOf(Guid videoId) => queue.PositionOf(videoId);

    public TusUpload? GetTusUpload(Guid videoId) => null;
}
