using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.GetRoom;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Rooms.GetRoom;

public sealed class GetRoomTests
{
    private readonly Room _room = Some.Room();
    private readonly Mock<IMembershipRepository> _memberships = new();

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_Throws()
    {
        Assert.That(
            () => HandleAsync(Guid.NewGuid()), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
    }

    [Test]
    public async Task Handle_WhenTheRoomExists_AnswersWithItsMembersInOrder()
    {
        Guid[] members = [Guid.NewGuid(), Guid.NewGuid()];
        _memberships
            .Setup(m => m.ListOldestAsync(_room.Id, 100, It.IsAny<CancellationToken>()))
            .ReturnsAsync([.. members]);
        var lastEventId = Guid.NewGuid();
        Read(nameof(Room.MemberCount), 4_711);
        Read(nameof(Room.LastSeq), 7L);
        Read(nameof(Room.LastEventId), lastEventId);

        var dto = await HandleAsync(_room.Id);

        Assert.That(dto.Id, Is.EqualTo(_room.Id));
        Assert.That(dto.Name, Is.EqualTo(_room.Name));
        Assert.That(dto.CreatedAt, Is.EqualTo(Some.Time));
        Assert.That(dto.Users, Is.EqualTo(members));
        Assert.That(dto.MemberCount, Is.EqualTo(4_711));
        Assert.That(dto.Position, Is.EqualTo($"7:{lastEventId}"));
    }

    // Sets a property as EF Core does when it reads the room.
    private void Read(string property, object value) => typeof(Room).GetProperty(property)!.SetValue(_room, value);

    private Task<RoomDto> HandleAsync(Guid roomId)
    {
        var rooms = new Mock<IRoomRepository>();
        rooms.Setup(r => r.FindAsync(_room.Id, It.IsAny<CancellationToken>())).ReturnsAsync(_room);
        return new GetRoomQueryHandler(rooms.Object, _memberships.Object, Some.Mapper)
            .Handle(new GetRoomQuery(roomId), CancellationToken.None);
    }
}
