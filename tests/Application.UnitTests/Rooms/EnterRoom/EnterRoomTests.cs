using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms.EnterRoom;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Rooms.EnterRoom;

public sealed class EnterRoomTests
{
    private readonly Room _room = Some.Room();
    private readonly User _user = Some.User();
    private readonly Mock<IMembershipRepository> _memberships = new();
    private readonly Mock<IUnitOfWork> _unitOfWork = Ports.UnitOfWork<EnteredRoom>();

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_Throws()
    {
        Assert.That(
            () => HandleAsync(Guid.NewGuid(), _user.Id),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
    }

    [Test]
    public void Handle_WhenThereIsNoSuchUser_Throws()
    {
        Assert.That(
            () => HandleAsync(_room.Id, Guid.NewGuid()),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("User not found"));
    }

    [Test]
    public async Task Handle_WhenTheUserIsNoMember_AddsTheMembershipAndSaves()
    {
        var entered = await HandleAsync(_room.Id, _user.Id);

        Assert.That(entered, Is.EqualTo(new EnteredRoom(_room, _user)));
        _memberships.Verify(m => m.Add(new Membership(_room.Id, _user.Id, Some.Time)), Times.Once);
        _unitOfWork.Verify(
            u => u.SaveChangesAsync(It.IsAny<Func<EnteredRoom>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Handle_WhenTheUserIsAMember_WritesNothing()
    {
        _memberships.Setup(m => m.ExistsAsync(_room.Id, _user.Id, It.IsAny<CancellationToken>())).ReturnsAsync(true);

        var entered = await HandleAsync(_room.Id, _user.Id);

        Assert.That(entered, Is.EqualTo(new EnteredRoom(_room, _user)));
        _memberships.Verify(m => m.Add(It.IsAny<Membership>()), Times.Never);
        _unitOfWork.VerifyNoOtherCalls();
    }

    private Task<EnteredRoom> HandleAsync(Guid roomId, Guid userId)
    {
        var handler = new EnterRoomCommandHandler(
            Ports.Knowing(_room), Ports.Knowing(_user), _memberships.Object, _unitOfWork.Object, Some.Clock());
        return handler.Handle(new EnterRoomCommand(roomId, userId), CancellationToken.None);
    }
}
