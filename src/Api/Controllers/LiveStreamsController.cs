using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Http;
using VideoChat.Api.RateLimiting;
using VideoChat.Application.Common;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.LiveStreams.CreateLiveStream;
using VideoChat.Application.LiveStreams.ListLiveStreams;
using VideoChat.Application.LiveStreams.StopLiveStream;

namespace VideoChat.Api.Controllers;

/// <param name="Title">1 to 200 characters; white space at the ends is cut off.</param>
public sealed record CreateLiveStreamRequest(string Title);

[ApiController, Route("rooms/{room_id}")]
public sealed class LiveStreamsController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates a live stream that waits for its encoder.</summary>
    [HttpPost("live-stream"), ActionRateLimit("live-stream", 5)]
    public Task<LiveStreamDto> Create(
        [FromRoute(Name = "room_id")] Guid roomId, CreateLiveStreamRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new CreateLiveStreamCommand(roomId, request.Title, Request.PublicAddress()), cancellationToken);

    /// <summary>Ends a live stream for good. Doing it again changes nothing.</summary>
    [HttpPost("live-streams/{stream_id}/stop")]
    public Task<LiveStreamDto> Stop(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromRoute(Name = "stream_id")] Guid streamId,
        CancellationToken cancellationToken) =>
        mediator.Send(new StopLiveStreamCommand(roomId, streamId, Request.PublicAddress()), cancellationToken);

    /// <summary>Lists a room's live streams, oldest first, with the keys that let an encoder in.</summary>
    [HttpGet("live-streams")]
    public async Task<IReadOnlyList<LiveStreamDto>> List(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "limit")] int limit = Page.MaxLimit,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(
            new ListLiveStreamsQuery(roomId, limit, cursor, Request.PublicAddress()), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }
}
