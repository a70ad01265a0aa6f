using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.LiveStreams.Local.Hls;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;

namespace VideoChat.Infrastructure.LiveStreams.Local;

/// <summary>The gateway to the live streams of this machine.</summary>
internal sealed class LocalLiveGateway(
    LiveIngests ingests, LiveRecordings recordings, FfmpegTools tools, IConfiguration configuration) : ILiveGateway
{
    private const int KeyBytes = 16;

    private readonly string _publicBaseUrl = configuration["PublicBaseUrl"]?.TrimEnd('/') ?? "";

    public MediaProvider Provider => MediaProvider.Local;

    public async Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken)
    {
        if (tools.Ffmpeg is null)
        {
            throw new VideoGatewayException(
                VideoGatewayFailure.Unavailable, "Live streams need ffmpeg, which is not installed on this server.");
        }

        await ingests.WaitUntilRestoredAsync(cancellationToken);
        var id = Uuid7.Next();
        var key = RandomNumberGenerator.GetHexString(2 * KeyBytes, lowercase: true);
        var port = await ingests.OpenAnyPortAsync(id, key);
        return new ProviderLiveStream(
            id, key, id.ToString(), $":{port}/live", $"{_publicBaseUrl}/media/live/{id}/{LiveFolder.Playlist}");
    }

    public async Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken)
    {
        await ingests.WaitUntilRestoredAsync(cancellationToken);
        return ingests.Find(streamId)?.Status;
    }

    public async Task StopAsync(Guid streamId, CancellationToken cancellationToken)
    {
        await ingests.WaitUntilRestoredAsync(cancellationToken);
        if (ingests.Find(streamId) is { } ingest)
            await ingest.EndAsync();
    }

    public string? ReasonOf(Guid streamId) => ingests.Find(streamId)?.Reason;

    public LiveRecordingResult? FinishRecording(Guid streamId, bool wasLive)
    {
        var ingest = ingests.Find(streamId);
        try
        {
            if (!wasLive && ingest is not { WasLive: true })
            {
                recordings.Discard(streamId);
                return null;
            }
            if (recordings.Finish(streamId) is { } videoId)
                return new LiveRecordingResult(videoId, IsLost: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VideoGatewayException(
                VideoGatewayFailure.Unavailable, "The server cannot use its storage for videos. Try again later.", cause: exception);
        }
        return ingest is { HasLostRecording: true } ? new LiveRecordingResult(Uuid7.Next(), IsLost: true) : null;
    }
}
