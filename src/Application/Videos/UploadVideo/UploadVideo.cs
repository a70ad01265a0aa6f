using System.ComponentModel.DataAnnotations;
using FluentValidation.Results;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.Videos;
using ValidationException = FluentValidation.ValidationException;

namespace VideoChat.Application.Videos.UploadVideo;

/// <summary>Transfers a file to its upload session.</summary>
/// <param name="UploadId">The session.</param>
/// <param name="Content">The file, which is read once.</param>
/// <param name="Length">The size of the file in bytes.</param>
public sealed record UploadVideoCommand(Guid UploadId, Stream Content, long Length) : IRequest<UploadedVideoDto>;

/// <param name="Status">Always uploaded.</param>
/// <param name="UploadId">The session.</param>
public sealed record UploadedVideoDto([AllowedValues("uploaded")] string Status, Guid UploadId);

internal sealed class UploadVideoCommandHandler(
    IVideoRepository videos, IVideoGateway gateway, IUploadsInProgress uploads, IVideoRefreshQueue refreshes, IUnitOfWork unitOfWork,
    TimeProvider clock)
    : IRequestHandler<UploadVideoCommand, UploadedVideoDto>
{
    public async Task<UploadedVideoDto> Handle(UploadVideoCommand command, CancellationToken cancellationToken)
    {
        await using var claim = await uploads.ClaimAsync(command.UploadId, cancellationToken);
        var video = await videos.FindAsync(command.UploadId, cancellationToken) ?? throw new NotFoundException("Upload");
        video.EnsureOpen();

        if (command.Length == 0)
            throw await RefuseAsync(video, "must not be empty");

        await using var content = new HashingStream(command.Content);
        try
        {
            await gateway.UploadAsync(video.Id, content, command.Length, cancellationToken);
        }
        catch (VideoGatewayException exception) when (exception.Failure == VideoGatewayFailure.AlreadyUploaded)
        {
            // The video is refreshed, because the client sent the file directly to the provider, or the response to an earlier
            // upload was lost.
            refreshes.Enqueue(video.Id);
            throw;
        }

        catch (VideoGatewayException exception) when (exception.Failure == VideoGatewayFailure.Refused)
        {
            throw await RefuseAsync(video, "must be a video");
        }

        // The provider has the complete file, so the receipt is stored even if the client disconnects.
        var sha256 = content.GetHash();
        var now = clock.UtcTimestamp();
        videos.Change(video, v => v.FileReceived(sha256, now));
        var answer = await unitOfWork.SaveChangesAsync(() => new UploadedVideoDto("uploaded", video.Id), CancellationToken.None);
        refreshes.Enqueue(video.Id);
        return answer;
    }

    /// <summary>Records that the file was rejected. The session still accepts another file.</summary>
    private async Task<ValidationException> RefuseAsync(Video video, string reason)
    {
        videos.Change(video, v =>
        {
            v.Refuse(VideoFailure.Damaged);
            return null;
        });
        await unitOfWork.SaveChangesAsync(() => true, CancellationToken.None);
        return new ValidationException([new ValidationFailure("file", reason)]);
    }
}
