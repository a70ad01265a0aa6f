using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Persistence.Configurations;

internal sealed class RoomConfiguration : IEntityTypeConfiguration<Room>
{
    public void Configure(EntityTypeBuilder<Room> builder)
    {
        builder.ToTable("rooms");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Name).HasMaxLength(Room.MaxNameLength);
        builder.Property(r => r.CreatedAt);
        builder.Property(r => r.LastSeq);
        builder.Property(r => r.LastEventId);
        builder.Ignore(r => r.Position);
        builder.Property(r => r.MemberCount).HasDefaultValue(0);
    }
}
