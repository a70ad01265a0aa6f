using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Users;
using VideoChat.Application.Users.GetUser;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Users.GetUser;

public sealed class GetUserTests
{
    private readonly User _user = Some.User();

    [Test]
    public async Task Handle_WhenTheUserExists_AnswersWithTheUser()
    {
        var dto = await HandleAsync(_user.Id);

        Assert.That(dto, Is.EqualTo(new UserDto(_user.Id, _user.Username, Some.Time)));
    }

    [Test]
    public void Handle_WhenThereIsNoSuchUser_Throws()
    {
        Assert.That(
            () => HandleAsync(Guid.NewGuid()), Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("User not found"));
    }

    private Task<UserDto> HandleAsync(Guid userId) =>
        new GetUserQueryHandler(Ports.Knowing(_user), Some.Mapper).Handle(new GetUserQuery(userId), CancellationToken.None);
}
