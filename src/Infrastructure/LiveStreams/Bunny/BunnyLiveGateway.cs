using System.Net;
using Microsoft.Extensions.Options;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Videos.Bunny;
using VideoChat.Infrastructure.Videos.Bunny.Http;

namespace VideoChat.Infrastructure.LiveStreams.Bunny;

internal sealed class BunnyLiveGateway(BunnyApi api, BunnySigner signer, IOptions<BunnyOptions> options) : ILiveGateway
{
    public MediaProvider Provider => MediaProvider.Bunny;

    public async Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken)
    {
        var collectionId = options.Value.CollectionId;
        object body = string.IsNullOrEmpty(collectionId) ? new { title } : new { title, collectionId };
        using var response = await api.SendAsync(HttpMethod.Post, "live", body, cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
            throw new VideoGatewayException(
                VideoGatewayFailure.Unavailable,
                "This server's Bunny.net account has no live streaming. With Live:Provider=Local the server takes live streams itself.");

        var stream = await api.ReadAsync<BunnyLiveStream>(response, cancellationToken);
        var ingestUrl = stream.IngestEndpoints?.Rtmp?.PrimaryIngestUrl?.TrimEnd('/');
        if (stream.Guid == Guid.Empty || string.IsNullOrEmpty(stream.StreamKey) || string.IsNullOrEmpty(ingestUrl))
            throw BunnyApi.Unreadable();
        return new ProviderLiveStream(
            stream.Guid, stream.StreamKey, stream.Guid.ToString(), ingestUrl, PullUrlOf(stream));
    }

    public async Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken)
    {
        if (await FindAsync(streamId, cancellationToken) is not { } stream)
            return null;
        if (stream.Status == BunnyLiveStatus.Preview)
            stream = await StartAsync(streamId, cancellationToken);
        return stream.Status switch
        {
            BunnyLiveStatus.Running => ProviderLiveStatus.Live,
            BunnyLiveStatus.Ended or BunnyLiveStatus.VodProcessing => ProviderLiveStatus.Ended,
            BunnyLiveStatus.Error => ProviderLiveStatus.Failed,
            _ => ProviderLiveStatus.Waiting,
        };
    }

    public async Task StopAsync(Guid streamId, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync(HttpMethod.Put, $"live/{streamId}/stop", null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return;
        if (response.StatusCode != HttpStatusCode.BadRequest)
        {
            api.EnsureSuccess(response);
            return;
        }

        // 400 usually means that the stream has ended or never started. A stream that never started is deleted, so that it cannot
        // start later.
        switch ((await FindAsync(streamId, cancellationToken))?.Status)
        {
            case null or BunnyLiveStatus.Ended or BunnyLiveStatus.VodProcessing or BunnyLiveStatus.Error:
                break;
            case BunnyLiveStatus.Preview or BunnyLiveStatus.Running:
                api.EnsureSuccess(response);
                break;
            default:
                await DeleteAsync(streamId, cancellationToken);
                break;
        }
    }

    private async Task<BunnyLiveStream?> FindAsync(Guid streamId, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync(HttpMethod.Get, $"live/{streamId}", null, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : await api.ReadAsync<BunnyLiveStream>(response, cancellationToken);
    }

    private async Task<BunnyLiveStream> StartAsync(Guid streamId, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync(HttpMethod.Put, $"live/{streamId}/start", null, cancellationToken);
        return await api.ReadAsync<BunnyLiveStream>(response, cancellationToken);
    }

    private async Task DeleteAsync(Guid streamId, CancellationToken cancellationToken)
    {
        using var response = await api.SendAsync(HttpMethod.Delete, $"live/{streamId}", null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
            api.EnsureSuccess(response);
    }

    private string PullUrlOf(BunnyLiveStream stream) =>
        string.IsNullOrEmpty(options.Value.TokenKey) && !string.IsNullOrEmpty(stream.PlaybackUrlHls)
            ? stream.PlaybackUrlHls
            : signer.GetUrl($"/live/{stream.Guid}/", "live.m3u8", BunnySigner.LiveLifetime);
}
