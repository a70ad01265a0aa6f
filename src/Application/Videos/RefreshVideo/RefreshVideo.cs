using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Videos.UploadVideo;
using VideoChat.Domain.Common;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos.RefreshVideo;

/// <summary>
/// Queries the provider, updates the video accordingly, and starts the processing of an uploaded file. A repeated or late command
/// does not change the video again.
/// </summary>
/// <param name="VideoId">The video.</param>
/// <param name="ReportedStatus">
/// The status that the provider reported in a webhook. It takes precedence if the provider's API still returns an older status.
/// </param>
public sealed record RefreshVideoCommand(Guid VideoId, ProviderVideoStatus? ReportedStatus = null) : IRequest<RefreshResult>;

public enum RefreshResult
{
    Unknown,

    /// <summary>The video can still change and must be refreshed again later.</summary>
    Unfinished,

    /// <summary>The video is ready or failed.</summary>
    Final,
}

internal sealed class RefreshVideoCommandHandler(
    IVideoRepository videos, IVideoGateway gateway, IUploadsInProgress uploads, IUnitOfWork unitOfWork, TimeProvider clock)
    : IRequestHandler<RefreshVideoCommand, RefreshResult>
{
    public async Task<RefreshResult> Handle(RefreshVideoCommand command, CancellationToken cancellationToken)
    {
        if (await videos.FindAsync(command.VideoId, cancellationToken) is not { } video)
            return RefreshResult.Unknown;
        if (video.IsFinal)
            return RefreshResult.Final;
        // The hash of the file is known only after the upload, so a refresh during the upload could not detect an altered file.
        if (video.Sha256 is null && await uploads.ContainsAsync(video.Id, cancellationToken))
            return RefreshResult.Unfinished;

        var provider = await gateway.FindAsync(video.Id, cancellationToken);
        var status = StatusOf(video, provider, command.ReportedStatus);
        if (status == ProviderVideoStatus.Empty)
            return IsExpired(video) ? await ExpireAsync(video, cancellationToken) : RefreshResult.Unfinished;

        var result = status == ProviderVideoStatus.Processing ? RefreshResult.Unfinished : RefreshResult.Final;
        if (HasChanged(video, provider, status))
        {
            Apply(video, provider, status, command.ReportedStatus);
            await unitOfWork.SaveChangesAsync(() => result, cancellationToken);
        }
        // Processing starts after the save. Otherwise, the room could receive the result before the video_processing event.
        if (result == RefreshResult.Unfinished)
            gateway.BeginProcessing(video.Id);
        return result;
    }

    private async Task<RefreshResult> ExpireAsync(Video video, CancellationToken cancellationToken)
    {
        var now = clock.UtcTimestamp();
        videos.Change(video, v => v.Fail(VideoFailure.Expired, now));
        var result = await unitOfWork.SaveChangesAsync(() => RefreshResult.Final, cancellationToken);
        // The empty video is deleted at the provider, because an expired session accepts no file.
        await gateway.DeleteAsync(video.Id, cancellationToken);
        return result;
    }

    private void Apply(Video video, ProviderVideo? provider, ProviderVideoStatus status, ProviderVideoStatus? reported)
    {
        var now = clock.UtcTimestamp();
        if (status is ProviderVideoStatus.Processing or ProviderVideoStatus.Ready)
            videos.Change(video, v => v.FileReceived(sha256: null, now));
        switch (status)
        {
            case ProviderVideoStatus.Processing:
                videos.Change(video, v =>
                {
                    v.Progressed(provider?.EncodeProgress ?? 0);
                    return null;
                });
                break;
            case ProviderVideoStatus.Ready:
                var playback = gateway.GetPlayback(video.Id);
                videos.Change(video, v => Differs(v.Sha256, provider?.Sha256)
                    ? v.Fail(VideoFailure.Altered, now)
                    : v.Finished(provider?.DurationSeconds, playback.PlaybackUrl, playback.ThumbnailUrl, now));
                break;
            case ProviderVideoStatus.Failed:
                // The file is lost if the provider no longer knows a video whose file it had received.
                var failure = provider is null && reported is null ? VideoFailure.Lost : provider?.Failure ?? VideoFailure.ProviderFailed;
                videos.Change(video, v => v.Fail(failure, now));
                break;
        }
    }

    private static ProviderVideoStatus StatusOf(Video video, ProviderVideo? provider, ProviderVideoStatus? reported)
    {
        var status = provider?.Status ?? (video.Status == VideoStatus.Pending ? ProviderVideoStatus.Empty : ProviderVideoStatus.Failed);
        return reported > status ? reported.Value : status;
    }

    private static bool HasChanged(Video video, ProviderVideo? provider, ProviderVideoStatus status) =>
        status != ProviderVideoStatus.Processing
        || video.Status != VideoStatus.Processing
        || provider?.EncodeProgress > video.EncodeProgress;

    private bool IsExpired(Video video) =>
        video.Status == VideoStatus.Pending && clock.GetUtcNow().UtcDateTime - video.CreatedAt >= Video.SessionLifetime;

    /// <summary>Determines whether the provider received a different file than the client sent.</summary>
    private static bool Differs(string? uploaded, string? received) =>
        uploaded is not null && received is not null && !uploaded.Equals(received, StringComparison.OrdinalIgnoreCase);
}
