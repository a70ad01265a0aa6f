using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace VideoChat.Rivals.SignalR;

/// <summary>A typical SignalR hub: one group per room, and each message is sent to the group.</summary>
internal abstract class ChatHub(RoomNumbers numbers) : Hub
{
    private Guid RoomId => Guid.Parse(Context.GetHttpContext()!.Request.Query["room"].ToString());

    private Guid UserId => Guid.Parse(Context.GetHttpContext()!.Request.Query["user"].ToString());

    private string Username => Context.GetHttpContext()!.Request.Query["username"].ToString();

    public override async Task OnConnectedAsync()
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, RoomId.ToString());
        await Clients.Caller.SendAsync("joined", new { type = "user_joined" });
    }

    public async Task Send(string content, string clientId)
    {
        var message = new Message
        {
            Id = Guid.CreateVersion7(),
            RoomId = RoomId,
            UserId = UserId,
            Username = Username,
            Content = content,
            ClientId = clientId,
            Timestamp = DateTime.UtcNow,
        };
        await SaveAsync(message);
        await Clients.Group(RoomId.ToString()).SendAsync("message", MessageFrame.Of(message, numbers.Next(RoomId)));
    }

    protected abstract Task SaveAsync(Message message);
}

internal sealed class SavingChatHub(ChatDb db, RoomNumbers numbers) : ChatHub(numbers)
{
    protected override Task SaveAsync(Message message)
    {
        db.Messages.Add(message);
        return db.SaveChangesAsync(Context.ConnectionAborted);
    }
}

internal sealed class ForgetfulChatHub(RoomNumbers numbers) : ChatHub(numbers)
{
    protected override Task SaveAsync(Message message) => Task.CompletedTask;
}

/// <summary>Numbers messages in memory as they are sent, so that the generator detects lost and reordered ones.</summary>
internal sealed class RoomNumbers
{
    private readonly ConcurrentDictionary<Guid, StrongBox> _rooms = new();

    public long Next(Guid roomId) => Interlocked.Increment(ref _rooms.GetOrAdd(roomId, _ => new StrongBox()).Last);

    private sealed class StrongBox
    {
        public long Last;
    }
}

/// <summary>The same members as VideoChat's frame.</summary>
internal sealed record MessageFrame(
    string Type, Guid UserId, string Username, string Content, string? ClientId, Guid Id, Guid RoomId, long Seq, DateTime Timestamp)
{
    public static MessageFrame Of(Message m, long seq) =>
        new("message", m.UserId, m.Username, m.Content, m.ClientId, m.Id, m.RoomId, seq, m.Timestamp);
}
