using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Infrastructure.Persistence.Configurations;

internal sealed class WebhookEndpointConfiguration : IEntityTypeConfiguration<WebhookEndpoint>
{
    private static readonly ValueComparer<IReadOnlyList<string>> SameEvents = new(
        (a, b) => a!.SequenceEqual(b!), events => events.Count, events => events);

    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("webhook_endpoints");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Url).HasMaxLength(WebhookUrl.MaxLength);
        builder.Property(e => e.Events).HasConversion(events => string.Join(',', events), text => text.Split(','), SameEvents);
        builder.Property(e => e.Description).HasMaxLength(WebhookEndpoint.MaxDescriptionLength);
        builder.Property(e => e.RoomId);
        builder.Property(e => e.Secret).HasMaxLength(128);
        builder.Property(e => e.PreviousSecret).HasMaxLength(128);
        builder.Property(e => e.CreatedAt);
        // The column keeps its earlier name, because earlier versions run at the same time during an update.
        builder.Property(e => e.PausedUntil).HasColumnName("rests_until");
    }
}
