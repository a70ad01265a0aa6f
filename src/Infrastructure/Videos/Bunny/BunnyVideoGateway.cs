using System.Net;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Videos.Bunny.Http;

namespace VideoChat.Infrastructure.Videos.Bunny;

internal sealed class BunnyVideoGateway(
    BunnyApi api, BunnyCircuit circuit, BunnySigner signer, IOptions<BunnyOptions> options, IOptions<UploadsOptions> uploads,
    TimeProvider clock) : IVideoGateway
{
    public MediaProvider Provider => MediaProvider.Bunny;

    public bool IsDegraded => !circuit.IsClosed;

    public bool SendsWebhooks => true;

    public async Task<Guid> CreateAsync(string title, CancellationToken cancellationToken)
    {
        var collectionId = options.Value.CollectionId;
        object body = string.IsNullOrEmpty(collectionId) ? new { title } : new { title, collectionId };
        using var response = await api.SendAsync(HttpMethod.Post, "videos", body, cancellationToken);
        var video = await api.ReadAsync<BunnyVideo>(response, cancellationToken);
        return video.Guid != Guid.Empty ? video.Guid : throw BunnyApi.Unreadable();
    }

    public async Task UploadAsync(Guid videoId, Stream content, long length, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(uploads.Value.IdleSeconds);
        using var giveUp = new CancellationTokenSource(limit, clock);
        await using var paced = new PacedStream(content, uploads.Value, clock);
        using var file = new BunnyFileContent(paced, length, () => giveUp.CancelAfter(limit));
        // After the whole file is sent, the client's cancellation is ignored, because the provider's response is still needed.
        await using var leaving = cancellationToken.Register(() =>
        {
            if (!file.IsSent)
                giveUp.Cancel();
        });

        try
        {
            using var response = await api.UploadAsync($"videos/{videoId}", file, giveUp.Token);
            if (response.StatusCode == HttpStatusCode.BadRequest)
                throw new VideoGatewayException(VideoGatewayFailure.AlreadyUploaded, "This upload already holds a file.");
            api.EnsureSuccess(response);
        }
        catch (VideoGatewayException) when (file.ReadFailure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
        catch (OperationCanceledException exception)
        {
            if (!file.IsSent)
                cancellationToken.ThrowIfCancellationRequested();
            throw file.IsReading
                ? new BadHttpRequestException("The file came too slowly.", StatusCodes.Status408RequestTimeout)
                : BunnyApi.TimedOut(exception);
        }
    }

    public async Task<ProviderVideo?> FindAsync(Guid videoId, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync(HttpMethod.Get, $"videos/{videoId}", null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        var video = await api.ReadAsync<BunnyVideo>(response, cancellationToken);
        return new ProviderVideo(
            StatusOf(video.Status), Math.Clamp(video.EncodeProgress, 0, 100), video.Length > 0 ? video.Length : null,
            string.IsNullOrEmpty(video.OriginalHash) ? null : video.OriginalHash.ToUpperInvariant());
    }

    public async Task DeleteAsync(Guid videoId, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync(HttpMethod.Delete, $"videos/{videoId}", null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
            api.EnsureSuccess(response);
    }

    public VideoPlayback GetPlayback(Guid videoId)
    {
        var directory = $"/{videoId}/";
        return new VideoPlayback(
            signer.GetUrl(directory, "playlist.m3u8", BunnySigner.PlaybackLifetime),
            signer.GetUrl(directory, "thumbnail.jpg", BunnySigner.PlaybackLifetime));
    }

    public int? QueuePositionOf(Guid videoId) => null;

    public bool SupportsTus => true;

    public TusUpload? GetTusUpload(Guid videoId) => signer.GetTusUpload(videoId);

    private static ProviderVideoStatus StatusOf(BunnyVideoStatus status) => status switch
    {
        BunnyVideoStatus.Created => ProviderVideoStatus.Empty,
        BunnyVideoStatus.Finished or BunnyVideoStatus.JitPlaylistsCreated => ProviderVideoStatus.Ready,
        BunnyVideoStatus.Error or BunnyVideoStatus.UploadFailed => ProviderVideoStatus.Failed,
        _ => ProviderVideoStatus.Processing,
    };
}
