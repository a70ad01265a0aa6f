using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms.GetPresence;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Rooms.GetPresence;

public sealed class GetPresenceTests
{
    private readonly Room _room = Some.Room();
    private readonly Mock<IPresence> _presence = new();

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_Throws()
    {
        Assert.That(
            () => HandleAsync(Guid.NewGuid()), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
    }

    [Test]
    public async Task Handle_WhenUsersAreConnected_ListsAndCountsUsersNotSockets()
    {
        PresentUser[] present = [new(Guid.NewGuid(), "ada", 2), new(Guid.NewGuid(), "bob", 1)];
        _presence.Setup(p => p.ListAsync(_room.Id, It.IsAny<CancellationToken>())).ReturnsAsync(present);

        var dto = await HandleAsync(_room.Id);

        Assert.That(dto.Count, Is.EqualTo(2));
        Assert.That(dto.Users, Is.EqualTo(present));
    }

    private Task<PresenceDto> HandleAsync(Guid roomId) =>
        new GetPresenceQueryHandler(Ports.Knowing(_room), _presence.Object)
            .Handle(new GetPresenceQuery(roomId), CancellationToken.None);
}
