using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Users;

namespace VideoChat.Infrastructure.Persistence.Configurations;

internal sealed class LiveStreamConfiguration : IEntityTypeConfiguration<LiveStream>
{
    public void Configure(EntityTypeBuilder<LiveStream> builder)
    {
        builder.ToTable("live_streams");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.RoomId);
        builder.Property(s => s.UserId);
        builder.Property(s => s.Username).HasMaxLength(User.MaxUsernameLength);
        builder.Property(s => s.Title).HasMaxLength(LiveStream.MaxTitleLength);
        builder.Property(s => s.StreamKey).HasMaxLength(128);
        builder.Property(s => s.PlaybackId).HasMaxLength(64);
        builder.Property(s => s.IngestUrl);
        builder.Property(s => s.PullUrl);
        builder.Property(s => s.CreatedAt);
        builder.Ignore(s => s.ContentLength);
        builder.Property(s => s.Status).HasConversion<string>().HasMaxLength(16);
        builder.Property(s => s.VideoId);
        builder.Property(s => s.Reason).HasMaxLength(LiveStream.MaxReasonLength);
        builder.HasIndex(s => new { s.RoomId, s.CreatedAt, s.Id });
        builder.HasIndex(s => new { s.CreatedAt, s.Id }).HasFilter("status IN ('Ready', 'Live')");
    }
}
