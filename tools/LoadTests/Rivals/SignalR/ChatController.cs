using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace VideoChat.Rivals.SignalR;

public sealed record CreateUserRequest(string Username);

public sealed record CreateRoomRequest(string Name);

[ApiController]
public sealed class ChatController(ChatDb db) : ControllerBase
{
    [HttpPost("users")]
    public async Task<User> CreateUser(CreateUserRequest request)
    {
        var user = new User { Id = Guid.CreateVersion7(), Username = request.Username, JoinedAt = DateTime.UtcNow };
        db.Users.Add(user);
        await db.SaveChangesAsync();
        return user;
    }

    [HttpPost("rooms")]
    public async Task<Room> CreateRoom(CreateRoomRequest request)
    {
        var room = new Room { Id = Guid.CreateVersion7(), Name = request.Name, CreatedAt = DateTime.UtcNow };
        db.Rooms.Add(room);
        await db.SaveChangesAsync();
        return room;
    }

    [HttpGet("rooms/{roomId:guid}/messages")]
    public async Task<List<Message>> ListMessages(Guid roomId, int limit)
    {
        var messages = await db.Messages
            .Where(message => message.RoomId == roomId)
            .OrderByDescending(message => message.Timestamp)
            .Take(limit)
            .ToListAsync();
        messages.Reverse();
        return messages;
    }
}

[ApiController]
public sealed class ReadyController : ControllerBase
{
    [HttpGet("health/ready")]
    public IActionResult Ready() => Ok();
}
