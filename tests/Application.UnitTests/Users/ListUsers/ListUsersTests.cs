using Moq;
using VideoChat.Application.Common;
using VideoChat.Application.UnitTests.Support;
using VideoChat.Application.Users.ListUsers;
using VideoChat.Domain.Users;

namespace VideoChat.Application.UnitTests.Users.ListUsers;

public sealed class ListUsersTests
{
    private readonly Mock<IUserRepository> _users = new();

    [Test]
    public async Task Handle_WhenNoMoreThanTheLimitExist_HasAllAndNoNext()
    {
        List<User> found = [Some.User("ada"), Some.User("bob")];
        _users.Setup(u => u.ListAsync(null, 3, It.IsAny<CancellationToken>())).ReturnsAsync(found);

        var page = await new ListUsersQueryHandler(_users.Object, new ListReads(), Some.Mapper).Handle(new ListUsersQuery(2, null), CancellationToken.None);

        Assert.That(page.Items.Select(user => user.Username), Is.EqualTo(new[] { "ada", "bob" }));
        Assert.That(page.Next, Is.Null);
    }

    [Test]
    public async Task Handle_WhenMoreThanTheLimitExist_LeadsOnFromTheLastOfThePage()
    {
        List<User> found = [Some.User("ada"), Some.User("bob"), Some.User("eve")];
        var bob = found[1].Id;
        var cursor = Guid.NewGuid();
        _users.Setup(u => u.ListAsync(cursor, 3, It.IsAny<CancellationToken>())).ReturnsAsync(found);

        var page = await new ListUsersQueryHandler(_users.Object, new ListReads(), Some.Mapper).Handle(new ListUsersQuery(2, cursor), CancellationToken.None);

        Assert.That(page.Items.Select(user => user.Username), Is.EqualTo(new[] { "ada", "bob" }));
        Assert.That(page.Next, Is.EqualTo(bob.ToString()));
    }
}
