using VideoChat.Application.Users.ListUsers;

namespace VideoChat.Application.UnitTests.Users.ListUsers;

public sealed class ListUsersQueryValidatorTests
{
    private readonly ListUsersQueryValidator _validator = new();

    [TestCase(1)]
    [TestCase(1_000)]
    public void Validate_WhenTheLimitIsAtALimit_Agrees(int limit)
    {
        var result = _validator.Validate(new ListUsersQuery(limit, null));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase(int.MinValue)]
    [TestCase(0)]
    [TestCase(1_001)]
    [TestCase(int.MaxValue)]
    public void Validate_WhenTheLimitIsOutOfRange_NamesTheLimit(int limit)
    {
        var result = _validator.Validate(new ListUsersQuery(limit, Guid.NewGuid()));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Limit" }));
    }
}
