using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Http;
using VideoChat.Api.RateLimiting;
using VideoChat.Application.Common;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.CreateVideoUpload;
using VideoChat.Application.Videos.ListVideos;
using VideoChat.Application.Videos.UploadVideo;

namespace VideoChat.Api.Controllers;

/// <param name="Title">1 to 200 characters; "Untitled" where blank or missing.</param>
/// <param name="Description">Up to 5,000 characters.</param>
public sealed record CreateVideoUploadRequest(string? Title = null, string? Description = null);

[ApiController]
public sealed class VideosController(IMediator mediator) : ControllerBase
{
    /// <summary>Opens an upload session for a video.</summary>
    [HttpPost("rooms/{room_id}/video-upload"), ActionRateLimit("video-upload", 10)]
    public Task<VideoUploadDto> CreateUpload(
        [FromRoute(Name = "room_id")] Guid roomId, CreateVideoUploadRequest request, CancellationToken cancellationToken) =>
        mediator.Send(
            new CreateVideoUploadCommand(roomId, request.Title, request.Description, Request.PublicAddress()), cancellationToken);

    /// <summary>Sends the file of an upload session, as it is: streamed, never held in memory.</summary>
    [HttpPut("upload-proxy/{upload_id}"), VideoFile]
    public Task<UploadedVideoDto> Upload(
        [FromRoute(Name = "upload_id")] Guid uploadId, CancellationToken cancellationToken) =>
        mediator.Send(new UploadVideoCommand(uploadId, Request.Body, Request.ContentLength!.Value), cancellationToken);

    /// <summary>Lists a room's videos, oldest first.</summary>
    [HttpGet("rooms/{room_id}/videos")]
    public async Task<IReadOnlyList<VideoDto>> List(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "limit")] int limit = Page.MaxLimit,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListVideosQuery(roomId, limit, cursor, Request.PublicAddress()), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }
}
