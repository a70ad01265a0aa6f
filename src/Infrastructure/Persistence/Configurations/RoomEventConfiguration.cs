using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoChat.Application.Serialization;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Persistence.Configurations;

// Maps room events without foreign keys, because these would cost two lookups per message. The keys are unnecessary, because the
// writer locks the room and users are never deleted.
internal sealed class RoomEventConfiguration : IEntityTypeConfiguration<RoomEvent>
{
    public void Configure(EntityTypeBuilder<RoomEvent> builder)
    {
        builder.ToTable("room_events");
        builder.HasKey(e => new { e.RoomId, e.Seq });
        builder.Property(e => e.Seq).ValueGeneratedNever();
        builder.Property(e => e.Id);
        builder.Property(e => e.Timestamp);
        builder.Ignore(e => e.Position);
        builder.Ignore(e => e.ContentLength);
        builder.HasIndex(e => e.Id).IsUnique();
        builder.Ignore(e => e.EventKind);
        var discriminator = builder.HasDiscriminator<string>("Kind");
        foreach (var format in EventFormats.All.DistinctBy(format => format.EventType))
            discriminator.HasValue(format.EventType, format.Kind.StoredAs!);
        builder.Property("Kind").HasMaxLength(32);
    }
}

internal sealed class MessagePostedConfiguration : IEntityTypeConfiguration<MessagePosted>
{
    public void Configure(EntityTypeBuilder<MessagePosted> builder)
    {
        builder.Ignore(m => m.Message);
        builder.Property(m => m.UserId);
        builder.Property(m => m.Username).HasMaxLength(User.MaxUsernameLength);
        builder.Property(m => m.Content);
        builder.Property(m => m.ClientId).HasMaxLength(Message.MaxClientIdLength);
        builder.HasIndex(m => new { m.RoomId, m.UserId, m.ClientId }).IsUnique().HasFilter("client_id IS NOT NULL");
    }
}

internal sealed class VideoEventConfiguration : IEntityTypeConfiguration<VideoEvent>
{
    public void Configure(EntityTypeBuilder<VideoEvent> builder)
    {
        builder.Property(e => e.Milestone).HasConversion<string>().HasMaxLength(32);
        builder.Property(e => e.VideoId);
        builder.Property(e => e.UserId);
        builder.Property(e => e.Username).HasMaxLength(User.MaxUsernameLength);
        builder.Property(e => e.Title).HasMaxLength(Video.MaxTitleLength);
        builder.Property(e => e.Failure).HasConversion<VideoFailureConverter>().HasMaxLength(32);
        builder.Property(e => e.PlaybackUrl);
        builder.Property(e => e.ThumbnailUrl);
    }
}

internal sealed class LiveStreamEventConfiguration : IEntityTypeConfiguration<LiveStreamEvent>
{
    public void Configure(EntityTypeBuilder<LiveStreamEvent> builder)
    {
        builder.Property(e => e.Milestone).HasConversion<string>().HasMaxLength(32);
        builder.Property(e => e.StreamId);
        builder.Property(e => e.UserId);
        builder.Property(e => e.Username).HasMaxLength(User.MaxUsernameLength);
        builder.Property(e => e.PlaybackId).HasMaxLength(64);
        builder.Property(e => e.Title).HasMaxLength(LiveStream.MaxTitleLength);
        builder.Property(e => e.PullUrl);
        builder.Property(e => e.VideoId);
        builder.Property(e => e.Reason).HasMaxLength(LiveStream.MaxReasonLength);
    }
}
