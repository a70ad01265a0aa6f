using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Addresses;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Http;
using VideoChat.Api.Limits.Requests;
using VideoChat.Application.Common;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.CreateRoom;
using VideoChat.Application.Rooms.GetPresence;
using VideoChat.Application.Rooms.GetRoom;
using VideoChat.Application.Rooms.JoinRoom;
using VideoChat.Application.Rooms.LeaveRoom;
using VideoChat.Application.Rooms.ListRoomEvents;
using VideoChat.Application.Rooms.ListRooms;
using VideoChat.Application.Snapshots;
using VideoChat.Application.Snapshots.GetSnapshot;
using VideoChat.Domain.Rooms;

namespace VideoChat.Api.Controllers;

/// <param name="Name">
/// 2 to 100 characters, without control characters and with at least one visible character. Leading and trailing white space is
/// removed.
/// </param>
public sealed record CreateRoomRequest([StringLength(Room.MaxNameLength, MinimumLength = Room.MinNameLength)] string Name);

/// <param name="UserId">The user who joins or leaves.</param>
public sealed record MembershipRequest(Guid UserId);

/// <summary>Rooms with their members, presence and event log.</summary>
[ApiController, Route("rooms"), Tags("Rooms")]
public sealed class RoomsController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates a room.</summary>
    /// <remarks>The name need not be unique.</remarks>
    [HttpPost, OperationId("createRoom"), RoomRateLimit]
    [Refuses(422, "name must be 2 to 100 characters, without control characters and not only invisible ones")]
    public Task<RoomDto> Create(CreateRoomRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new CreateRoomCommand(request.Name), cancellationToken);

    /// <summary>Lists rooms, oldest first, each with its first 10 members and its member count.</summary>
    /// <remarks>If more rooms follow, a `Link` header points to the next page.</remarks>
    [HttpGet, OperationId("listRooms")]
    [Refuses(422, "limit must be between 1 and 1000")]
    public async Task<IReadOnlyList<RoomDto>> List(
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit)] int limit = Page.MaxLimit,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListRoomsQuery(limit, cursor), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }

    /// <summary>Gets a room with its first 100 members and its member count.</summary>
    /// <remarks>The status is 404 if the id is unknown or is not a UUID.</remarks>
    [HttpGet("{room_id}"), OperationId("getRoom")]
    [Refuses(404, "Room not found")]
    public Task<RoomDto> Get([FromRoute(Name = "room_id")] Guid roomId, CancellationToken cancellationToken) =>
        mediator.Send(new GetRoomQuery(roomId), cancellationToken);

    /// <summary>Gets all that a client shows when it enters a room, in one state of the database.</summary>
    /// <remarks>
    /// To continue without gaps or duplicates, open the socket with `?after=` and the `position` of the response. `GET` on
    /// `/rooms/{room_id}/messages` with `before` lists older messages.
    /// </remarks>
    /// <param name="roomId">The room.</param>
    /// <param name="limit">The maximum number of messages.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    [HttpGet("{room_id}/snapshot"), OperationId("getSnapshot")]
    [Refuses(404, "Room not found")]
    [Refuses(422, "limit must be between 1 and 100")]
    public Task<SnapshotDto> GetSnapshot(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "limit"), Range(1, ListMessagesQueryValidator.MaxLimit)] int limit = 50,
        CancellationToken cancellationToken = default) =>
        mediator.Send(new GetSnapshotQuery(roomId, limit, Request.PublicAddress()), cancellationToken);

    /// <summary>Makes a user a member of a room.</summary>
    /// <remarks>
    /// Repeating the request has no effect. Sockets receive no frame, because membership is independent of presence. Posting does
    /// not require membership. Opening a socket also makes the user a member.
    /// </remarks>
    [HttpPost("{room_id}/join"), OperationId("joinRoom")]
    [Refuses(404, "Room not found")]
    [Refuses(404, "User not found")]
    [Refuses(422, "user_id must be a UUID")]
    public Task<MessageResult> Join(
        [FromRoute(Name = "room_id")] Guid roomId, MembershipRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new JoinRoomCommand(roomId, request.UserId), cancellationToken);

    /// <summary>Ends a user's membership in a room.</summary>
    /// <remarks>Repeating the request has no effect. The user's open sockets stay open.</remarks>
    [HttpPost("{room_id}/leave"), OperationId("leaveRoom")]
    [Refuses(404, "Room not found")]
    [Refuses(404, "User not found")]
    [Refuses(422, "user_id must be a UUID")]
    public Task<MessageResult> Leave(
        [FromRoute(Name = "room_id")] Guid roomId, MembershipRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new LeaveRoomCommand(roomId, request.UserId), cancellationToken);

    /// <summary>Lists a room's events, oldest first, in the format of socket frames.</summary>
    /// <remarks>
    /// The events are messages and the milestones of videos and live streams. `seq` numbers them 1, 2, 3 and so on, without gaps.
    /// Long messages can end a page before its `limit`. If more events follow, a `Link` header points to the next page.
    /// </remarks>
    /// <param name="roomId">The room.</param>
    /// <param name="after">The `seq` of the last event that the client has. The events after it are listed.</param>
    /// <param name="limit">The maximum number of events.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    [HttpGet("{room_id}/events"), OperationId("listRoomEvents")]
    [Refuses(404, "Room not found")]
    [Refuses(422, "after must be 0 or greater")]
    public async Task<IReadOnlyList<RoomEventFrame>> ListEvents(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "after"), Range(0, int.MaxValue)] long after = 0,
        [FromQuery(Name = "limit"), Range(1, Page.MaxLimit)] int limit = 100,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListRoomEventsQuery(roomId, after, limit), cancellationToken);

        Response.AddLink("next", "after", page.Next, limit);
        return page.Items;
    }

    /// <summary>Lists the users who are connected to a room.</summary>
    /// <remarks>A connected user has at least one open socket in the room. The users are ordered by name.</remarks>
    [HttpGet("{room_id}/presence"), OperationId("getPresence")]
    [Refuses(404, "Room not found")]
    public Task<PresenceDto> GetPresence(
        [FromRoute(Name = "room_id")] Guid roomId, CancellationToken cancellationToken) =>
        mediator.Send(new GetPresenceQuery(roomId), cancellationToken);
}
