using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Http;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.CreateRoom;
using VideoChat.Application.Rooms.GetPresence;
using VideoChat.Application.Rooms.GetRoom;
using VideoChat.Application.Rooms.JoinRoom;
using VideoChat.Application.Rooms.LeaveRoom;
using VideoChat.Application.Rooms.ListRoomEvents;
using VideoChat.Application.Rooms.ListRooms;

namespace VideoChat.Api.Controllers;

/// <param name="Name">2 to 100 characters, no control characters; white space at the ends is cut off.</param>
public sealed record CreateRoomRequest(string Name);

/// <param name="UserId">Who joins or leaves.</param>
public sealed record MembershipRequest(Guid UserId);

[ApiController, Route("rooms")]
public sealed class RoomsController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates a room.</summary>
    [HttpPost]
    public Task<RoomDto> Create(CreateRoomRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new CreateRoomCommand(request.Name), cancellationToken);

    /// <summary>Lists rooms with their members, oldest first.</summary>
    [HttpGet]
    public async Task<IReadOnlyList<RoomDto>> List(
        [FromQuery(Name = "limit")] int limit = 1_000,
        [FromQuery(Name = "cursor")] Guid? cursor = null,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListRoomsQuery(limit, cursor), cancellationToken);

        Response.AddLink("next", "cursor", page.Next, limit);
        return page.Items;
    }

    /// <summary>Gets one room with its members.</summary>
    [HttpGet("{room_id}")]
    public Task<RoomDto> Get([FromRoute(Name = "room_id")] Guid roomId, CancellationToken cancellationToken) =>
        mediator.Send(new GetRoomQuery(roomId), cancellationToken);

    /// <summary>Makes a user a member of a room. Doing it again changes nothing.</summary>
    [HttpPost("{room_id}/join")]
    public Task<MessageResult> Join(
        [FromRoute(Name = "room_id")] Guid roomId, MembershipRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new JoinRoomCommand(roomId, request.UserId), cancellationToken);

    /// <summary>Ends a user's membership. Doing it again changes nothing.</summary>
    [HttpPost("{room_id}/leave")]
    public Task<MessageResult> Leave(
        [FromRoute(Name = "room_id")] Guid roomId, MembershipRequest request, CancellationToken cancellationToken) =>
        mediator.Send(new LeaveRoomCommand(roomId, request.UserId), cancellationToken);

    /// <summary>Lists a room's durable events in the form of the socket's frames, oldest first.</summary>
    [HttpGet("{room_id}/events")]
    public async Task<IReadOnlyList<RoomEventFrame>> ListEvents(
        [FromRoute(Name = "room_id")] Guid roomId,
        [FromQuery(Name = "after")] long after = 0,
        [FromQuery(Name = "limit")] int limit = 100,
        CancellationToken cancellationToken = default)
    {
        var page = await mediator.Send(new ListRoomEventsQuery(roomId, after, limit), cancellationToken);

        Response.AddLink("next", "after", page.Next, limit);
        return page.Items;
    }

    /// <summary>Tells who is connected to a room now.</summary>
    [HttpGet("{room_id}/presence")]
    public Task<PresenceDto> GetPresence(
        [FromRoute(Name = "room_id")] Guid roomId, CancellationToken cancellationToken) =>
        mediator.Send(new GetPresenceQuery(roomId), cancellationToken);
}
