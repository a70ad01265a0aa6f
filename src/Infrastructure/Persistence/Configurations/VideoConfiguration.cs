using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.ValueGeneration;
using VideoChat.Domain.Users;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Persistence.Configurations;

internal sealed class VideoConfiguration : IEntityTypeConfiguration<Video>
{
    public void Configure(EntityTypeBuilder<Video> builder)
    {
        builder.ToTable("videos");
        builder.HasKey(v => v.Id);
        builder.Property(v => v.Id).ValueGeneratedNever();
        builder.Property(v => v.RoomId);
        builder.Property(v => v.UserId);
        builder.Property(v => v.Username).HasMaxLength(User.MaxUsernameLength);
        builder.Property(v => v.Title).HasMaxLength(Video.MaxTitleLength);
        builder.Property(v => v.Description).HasMaxLength(Video.MaxDescriptionLength);
        // The column is no longer used, but it is required and migrations never drop columns.
        builder.Property<string>("BaseUrl").IsRequired().HasValueGenerator<EmptyText>();
        builder.Property(v => v.CreatedAt);
        builder.Ignore(v => v.ContentLength);
        builder.Property(v => v.Status).HasConversion<string>().HasMaxLength(16);
        builder.Property(v => v.Sha256).HasMaxLength(64);
        builder.Property(v => v.Failure).HasConversion<VideoFailureConverter>().HasMaxLength(32);
        builder.HasIndex(v => new { v.RoomId, v.CreatedAt, v.Id });
        builder.HasIndex(v => new { v.CreatedAt, v.Id }).HasFilter("status IN ('Pending', 'Processing')");
    }

    private sealed class EmptyText : ValueGenerator<string>
    {
        public override bool GeneratesTemporaryValues => false;

        public override string Next(EntityEntry entry) => "";
    }
}
