using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Users;
using VideoChat.Application.Users.CreateUser;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Users.CreateUser;

public sealed class CreateUserTests
{
    private readonly Mock<IUserRepository> _users = new();

    [Test]
    public async Task Handle_WhenTheUsernameIsGood_AddsTheUserBeforeItSaves()
    {
        var unitOfWork = Ports.UnitOfWork<UserDto>(
            saving: () => _users.Verify(u => u.Add(It.Is<User>(user => user.Username == "ada")), Times.Once));

        await HandleAsync(unitOfWork.Object);

        unitOfWork.Verify(u => u.SaveChangesAsync(It.IsAny<Func<UserDto>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Handle_WhenSaved_AnswersWithTheUser()
    {
        User? added = null;
        _users.Setup(u => u.Add(It.IsAny<User>())).Callback((User user) => added = user);

        var dto = await HandleAsync(Ports.UnitOfWork<UserDto>().Object);

        Assert.That(dto, Is.EqualTo(new UserDto(added!.Id, "ada", Some.Time)));
    }

    private Task<UserDto> HandleAsync(IUnitOfWork unitOfWork) =>
        new CreateUserCommandHandler(_users.Object, unitOfWork, Some.Mapper, Some.Clock())
            .Handle(new CreateUserCommand(" ada "), CancellationToken.None);
}
