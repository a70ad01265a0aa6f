using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Addresses;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Http;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Common;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.LiveStreams.CreateLiveStream;
using VideoChat.Application.LiveStreams.ListLiveStreams;
using VideoChat.Application.LiveStreams.StopLiveStream;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Api.Controllers;

/// <param name="Title">1 to 200 characters. Leading and trailing white space is removed.</param>
/// <param name="UserId">The user who creates the stream. The room's events contain the user's name.</param>
public sealed record CreateLiveStreamRequest(
    [StringLength(LiveStream.MaxTitleLength, MinimumLength = 1)] string Title, Guid? UserId = null);

/// <summary>The live streams of a room.</summary>
[ApiController, Route("rooms/{room_id}"), Tags("Live streams")]
[Refuses(404, "Room not found")]
public sealed class LiveStreamsController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates a live stream that waits for its encoder.</summary>
    /// <remarks>
    /// Enter `ingest_url` and `stream_key` in OBS, or pass `rtmp_url` to ffmpeg. The room receives `live_stream_created` without
    /// the key.
    /// </remarks>
    [HttpPost("live-stream"), OperationId("createLiveStream"), ActionRateLimit("live-stream", 5), CallsVideoProvider]
    [Refuses(404, "User not found")]
    [Refuses(422, "title must be 1 to 200 characters, not only invisible ones")]
    [Refuses(422, "user_id must be a UUID")]
    [Refuses(429, "Rate limit exceeded: 5 requests per 60 seconds.")]
    public Task<LiveStreamDto> Create(
        [FromRoute(Name = "room_id")] Guid roomId, CreateLiveStreamRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new CreateLiveStreamCommand(roomId, request.UserId, request.Title, Request.PublicAddress()), cancellationToken);

    /// <summary>Ends a live stream permanently.</summary>
    /// <remarks>
    /// The encoder is disconnected, and the room receives `live_stream_ended`. Repeating the request has no effect.
    /// </remarks>
    [HttpPost("live-streams/{stream_id}/stop"), OperationId("stopLiveStream"), CallsVideoProvider]
    [Refuses(404, "Live stream not found")]
    public Task<LiveStreamDto> Stop(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromRoute(Name = "stream_id")] Guid streamId,
        CancellationToken cancellationToken) =>
        mediator.Send(new StopLiveStreamCommand(roomId, streamId, Request.PublicAddress()), cancellationToken);

    /// <summary>Lists a room's live streams with their stream keys, oldest first.</summary>
    /// <remarks>If more streams follow, a `Link` header points to the next page.</remarks>
    [HttpGet("live-streams"), OperationId("listLiveStreams")]
    [Refuses(422, "limit must be between 1 and 1000")]
    public async Task<IReadOnlyList<LiveStreamDto>> List(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit)] int limit = Page.MaxLimit,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(
            new ListLiveStreamsQuery(roomId, limit, cursor, Request.PublicAddress()), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }
}
