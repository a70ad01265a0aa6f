using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.JoinRoom;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Rooms.JoinRoom;

public sealed class JoinRoomTests
{
    private readonly Room _room = Some.Room("General");
    private readonly User _user = Some.User("ada");
    private readonly Mock<IMembershipRepository> _memberships = new();

    [Test]
    public void Handle_WhenThereIsNoSuchRoom_ThrowsAndChangesNothing()
    {
        Assert.That(
            () => HandleAsync(Guid.NewGuid(), _user.Id),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
        _memberships.VerifyNoOtherCalls();
    }

    [Test]
    public void Handle_WhenThereIsNoSuchUser_ThrowsAndChangesNothing()
    {
        Assert.That(
            () => HandleAsync(_room.Id, Guid.NewGuid()),
            Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("User not found"));
        _memberships.VerifyNoOtherCalls();
    }

    [Test]
    public async Task Handle_WhenBothExist_AddsTheMembershipBeforeItSaves()
    {
        var unitOfWork = Ports.UnitOfWork<MessageResult>(saving: () => _memberships.Verify(
            m => m.Add(new Membership(_room.Id, _user.Id, Some.Time)), Times.Once));

        await HandleAsync(_room.Id, _user.Id, unitOfWork.Object);

        unitOfWork.Verify(u => u.SaveChangesAsync(It.IsAny<Func<MessageResult>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Handle_WhenSaved_SaysSo()
    {
        var result = await HandleAsync(_room.Id, _user.Id);

        Assert.That(result.Message, Is.EqualTo("User ada joined room General"));
    }

    private Task<MessageResult> HandleAsync(Guid roomId, Guid userId, IUnitOfWork? unitOfWork = null)
    {
        var handler = new JoinRoomCommandHandler(
            Ports.Knowing(_room), Ports.Knowing(_user), _memberships.Object,
            unitOfWork ?? Ports.UnitOfWork<MessageResult>().Object, Some.Clock());
        return handler.Handle(new JoinRoomCommand(roomId, userId), CancellationToken.None);
    }
}
