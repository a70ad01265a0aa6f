using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Persistence;

internal sealed class VideoChatDbContext(DbContextOptions<VideoChatDbContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<Room> Rooms => Set<Room>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<RoomEvent> RoomEvents => Set<RoomEvent>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Video> Videos => Set<Video>();
    public DbSet<LiveStream> LiveStreams => Set<LiveStream>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
    public DbSet<Counter> Counters => Set<Counter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(VideoChatDbContext).Assembly);

        // Columns are named as clients name them, which also keeps hand-written SQL free of quotes.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
}
