using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VideoChat.Infrastructure.Persistence.Rows;

internal sealed class WebhookLeaseConfiguration : IEntityTypeConfiguration<WebhookLease>
{
    public void Configure(EntityTypeBuilder<WebhookLease> builder)
    {
        builder.ToTable("webhook_leases");
        builder.HasKey(l => l.EndpointId);
        builder.Property(l => l.EndpointId).ValueGeneratedNever();
    }
}
