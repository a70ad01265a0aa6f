using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Infrastructure.Persistence.Configurations;

internal sealed class MembershipConfiguration : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("memberships");
        builder.HasKey(m => new { m.RoomId, m.UserId });
        builder.HasIndex(m => new { m.RoomId, m.JoinedAt, m.UserId });
        builder.HasOne<Room>().WithMany().HasForeignKey(m => m.RoomId);
        builder.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
    }
}
