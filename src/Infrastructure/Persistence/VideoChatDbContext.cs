using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence.Configurations;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>The model of both databases. Each database has a derived context with its own migrations.</summary>
internal abstract class VideoChatDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<Room> Rooms => Set<Room>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<RoomEvent> RoomEvents => Set<RoomEvent>();
    public DbSet<MessagePosted> Messages => Set<MessagePosted>();
    public DbSet<Video> Videos => Set<Video>();
    public DbSet<LiveStream> LiveStreams => Set<LiveStream>();
    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<WebhookLease> WebhookLeases => Set<WebhookLease>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<SharedSecret> SharedSecrets => Set<SharedSecret>();

    public MessagePosted FindFirst(MessagePosted repeat) => Messages
        .AsNoTracking()
        .First(m => m.RoomId == repeat.RoomId && m.UserId == repeat.UserId && m.ClientId == repeat.ClientId);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(VideoChatDbContext).Assembly);

        // Column names are in snake case, like the JSON properties, so they need no quotes in SQL.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            if (property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null)
                property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
}
