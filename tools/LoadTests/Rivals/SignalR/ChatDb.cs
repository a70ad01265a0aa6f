using Microsoft.EntityFrameworkCore;

namespace VideoChat.Rivals.SignalR;

public sealed class ChatDb(DbContextOptions<ChatDb> options) : DbContext(options)
{
    public DbSet<Message> Messages => Set<Message>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Room> Rooms => Set<Room>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Message>().HasIndex(message => new { message.RoomId, message.Timestamp });
}

public sealed class Message
{
    public Guid Id { get; init; }

    public Guid RoomId { get; init; }

    public Guid UserId { get; init; }

    public required string Username { get; init; }

    public required string Content { get; init; }

    public string? ClientId { get; init; }

    public DateTime Timestamp { get; init; }
}

public sealed class User
{
    public Guid Id { get; init; }

    public required string Username { get; init; }

    public DateTime JoinedAt { get; init; }
}

public sealed class Room
{
    public Guid Id { get; init; }

    public required string Name { get; init; }

    public DateTime CreatedAt { get; init; }
}
