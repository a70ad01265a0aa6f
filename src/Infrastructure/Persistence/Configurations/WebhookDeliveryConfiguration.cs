using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoChat.Application.Serialization;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Persistence.Configurations;

// Maps deliveries without foreign keys, because the writer reads the endpoint in the same transaction, and deletes an endpoint
// after its deliveries.
internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    private const string FirstTries = "state = 'Pending' AND tries = 0";
    private const string FurtherTries = "state = 'Pending' AND tries > 0";

    private static readonly ValueComparer<IReadOnlyList<WebhookAttempt>> SameAttempts = new(
        (a, b) => a!.SequenceEqual(b!), attempts => attempts.Count, attempts => attempts);

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.HasKey(d => d.Number);
        builder.Property(d => d.Number).ValueGeneratedOnAdd();
        builder.Property(d => d.Id);
        builder.Property(d => d.EndpointId);
        builder.Property(d => d.EventId);
        builder.Property(d => d.Type).HasMaxLength(32);
        builder.Property(d => d.RoomId);
        builder.Property(d => d.Payload);
        builder.Property(d => d.CreatedAt);
        builder.Property(d => d.TraceParent).HasMaxLength(55);
        builder.Property(d => d.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(d => d.Replays).HasDefaultValue(0);
        builder.Property(d => d.Attempts).HasConversion(attempts => Write(attempts), json => Read(json), SameAttempts);
        builder.HasIndex(d => d.Id).IsUnique();
        builder.HasIndex(d => new { d.EndpointId, d.Number });
        // The last two indexes are filtered, so that an insert does not update them.
        builder.HasIndex(d => new { d.EndpointId, d.RoomId, d.Number }, "IX_webhook_deliveries_first_tries").HasFilter(FirstTries);
        builder.HasIndex(d => new { d.EndpointId, d.NextAttemptAt }).HasFilter(FurtherTries);
        builder.HasIndex(d => new { d.EndpointId, d.CreatedAt }).HasFilter(FurtherTries);
    }

    private static string Write(IReadOnlyList<WebhookAttempt> attempts) => JsonSerializer.Serialize(attempts, VideoChatJson.Options);

    private static List<WebhookAttempt> Read(string json) =>
        JsonSerializer.Deserialize<List<WebhookAttempt>>(json, VideoChatJson.Options)!;
}
