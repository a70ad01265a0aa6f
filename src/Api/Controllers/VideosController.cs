using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Addresses;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Http;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Common;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.CreateVideoUpload;
using VideoChat.Application.Videos.ListVideos;
using VideoChat.Application.Videos.UploadVideo;
using VideoChat.Domain.Videos;

namespace VideoChat.Api.Controllers;

/// <param name="Title">1 to 200 characters. A blank or omitted title becomes "Untitled".</param>
/// <param name="Description">Up to 5,000 characters.</param>
/// <param name="UserId">The user who uploads the video. The room's events contain the user's name.</param>
public sealed record CreateVideoUploadRequest(
    [StringLength(Video.MaxTitleLength)] string? Title = null,
    [StringLength(Video.MaxDescriptionLength)] string? Description = null,
    Guid? UserId = null);

/// <summary>The videos of a room.</summary>
[ApiController, Tags("Videos")]
public sealed class VideosController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates an upload session for a video.</summary>
    /// <remarks>
    /// Send the file with `PUT` to `upload_url`. If `tus` is not null, the file can also be uploaded directly to the provider
    /// with tus. The room receives `video_upload_created`.
    /// </remarks>
    [HttpPost("rooms/{room_id}/video-upload"), OperationId("createVideoUpload"), ActionRateLimit("video-upload", 10), CallsVideoProvider]
    [Refuses(404, "Room not found")]
    [Refuses(404, "User not found")]
    [Refuses(422, "title must be at most 200 characters")]
    [Refuses(422, "user_id must be a UUID")]
    [Refuses(429, "Rate limit exceeded: 10 requests per 60 seconds.")]
    public Task<VideoUploadDto> CreateUpload(
        [FromRoute(Name = "room_id")] Guid roomId, CreateVideoUploadRequest request, CancellationToken cancellationToken) =>
        mediator.Send(
            new CreateVideoUploadCommand(roomId, request.UserId, request.Title, request.Description, Request.PublicAddress()),
            cancellationToken);

    /// <summary>Uploads the file of an upload session.</summary>
    /// <remarks>
    /// The body is the file. It is streamed and not held in memory. An interrupted upload can be repeated, and a rejected file can
    /// be replaced. The room receives `video_processing`, and then `video_ready` or `video_failed`.
    /// </remarks>
    [HttpPut("upload-proxy/{upload_id}"), OperationId("uploadVideo"), VideoFile, UploadByteLimit, CallsVideoProvider]
    [Refuses(400, "Content-Range is not supported: send the whole file.")]
    [Refuses(404, "Upload not found")]
    [Refuses(408, "The request body came too slowly.")]
    [Refuses(409, "This upload already holds a file.")]
    [Refuses(409, "Another file is being uploaded to this session.")]
    [Refuses(411, "The upload needs a Content-Length.")]
    [Refuses(413, "The request body is too large.")]
    [Refuses(415, "The content type must be video/* or application/octet-stream.")]
    [Refuses(415, "Content-Encoding is not supported: send the file as it is.")]
    [Refuses(422, "file must be a video")]
    [Refuses(422, "file must not be empty")]
    [Refuses(429, "Rate limit exceeded: 21474836480 bytes of files per hour.")]
    public Task<UploadedVideoDto> Upload(
        [FromRoute(Name = "upload_id")] Guid uploadId, CancellationToken cancellationToken) =>
        mediator.Send(new UploadVideoCommand(uploadId, Request.Body, Request.ContentLength!.Value), cancellationToken);

    /// <summary>Lists a room's videos, oldest first.</summary>
    /// <remarks>
    /// Long descriptions can end a page before its `limit`. If more videos follow, a `Link` header points to the next page.
    /// </remarks>
    [HttpGet("rooms/{room_id}/videos"), OperationId("listVideos")]
    [Refuses(404, "Room not found")]
    [Refuses(422, "limit must be between 1 and 1000")]
    public async Task<IReadOnlyList<VideoDto>> List(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit)] int limit = Page.MaxLimit,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListVideosQuery(roomId, limit, cursor, Request.PublicAddress()), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }
}
