using System.ComponentModel.DataAnnotations;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Domain.Common;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos.CreateVideoUpload;

/// <summary>Creates an upload session, and a video without a file at the provider.</summary>
public sealed record CreateVideoUploadCommand(
    Guid RoomId, Guid? UserId, string? Title, string? Description, PublicAddress Address)
    : IRequest<VideoUploadDto>;

/// <summary>An upload session.</summary>
/// <param name="Id">The id of the session and of its video.</param>
/// <param name="UploadUrl">The URL to which the file is sent with <c>PUT</c>.</param>
/// <param name="Status">Always pending.</param>
/// <param name="Title">The title.</param>
/// <param name="Tus">The data for a tus upload directly to the provider; null if the provider does not support tus.</param>
public sealed record VideoUploadDto(Guid Id, [Url] string UploadUrl, VideoStatus Status, string Title, TusUpload? Tus);

internal sealed class CreateVideoUploadCommandHandler(
    IRoomDirectory rooms, IUserDirectory users, IVideoGateway gateway, IVideoRepository videos, IUnitOfWork unitOfWork,
    TimeProvider clock)
    : IRequestHandler<CreateVideoUploadCommand, VideoUploadDto>
{
    public async Task<VideoUploadDto> Handle(CreateVideoUploadCommand command, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(command.RoomId, cancellationToken) ?? throw new NotFoundException("Room");
        var creator = await users.FindCreatorAsync(command.UserId, cancellationToken);

        var title = command.Title is null || !UserText.IsVisible(command.Title) ? Video.DefaultTitle : command.Title.Trim();
        var id = await gateway.CreateAsync(title, cancellationToken);
        var video = Video.Create(id, room, creator, title, command.Description, clock.UtcTimestamp());

        videos.Add(video);

        // The video already exists at the provider, so the session is stored even if the client disconnects.
        return await unitOfWork.SaveChangesAsync(
            () => new VideoUploadDto(
                video.Id, $"{command.Address.BaseUrl}/upload-proxy/{video.Id}", video.Status, video.Title, gateway.GetTusUpload(video.Id)),
            CancellationToken.None);
    }
}
