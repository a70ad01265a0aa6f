using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.CreateRoom;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.UnitTests.Rooms.CreateRoom;

public sealed class CreateRoomTests
{
    private readonly Mock<IRoomRepository> _rooms = new();

    [Test]
    public async Task Handle_WhenTheNameIsGood_AddsTheRoomBeforeItSaves()
    {
        var unitOfWork = Ports.UnitOfWork<RoomDto>(
            saving: () => _rooms.Verify(r => r.Add(It.Is<Room>(room => room.Name == "General")), Times.Once));

        await HandleAsync(unitOfWork.Object);

        unitOfWork.Verify(u => u.SaveChangesAsync(It.IsAny<Func<RoomDto>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Handle_WhenSaved_AnswersWithARoomWithoutMembers()
    {
        Room? added = null;
        _rooms.Setup(r => r.Add(It.IsAny<Room>())).Callback((Room room) => added = room);

        var dto = await HandleAsync(Ports.UnitOfWork<RoomDto>().Object);

        Assert.That(dto.Id, Is.EqualTo(added!.Id));
        Assert.That(dto.Name, Is.EqualTo("General"));
        Assert.That(dto.CreatedAt, Is.EqualTo(Some.Time));
        Assert.That(dto.Users, Is.Empty);
    }

    private Task<RoomDto> HandleAsync(IUnitOfWork unitOfWork) =>
        new CreateRoomCommandHandler(_rooms.Object, unitOfWork, Some.Mapper, Some.Clock())
            .Handle(new CreateRoomCommand(" General "), CancellationToken.None);
}
