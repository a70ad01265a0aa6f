using VideoChat.Application.Users.CreateUser;

namespace VideoChat.Application.UnitTests.Users.CreateUser;

public sealed class CreateUserCommandValidatorTests
{
    private readonly CreateUserCommandValidator _validator = new();

    [TestCase("ab")]
    [TestCase("AZaz09_-")]
    [TestCase("  ada\t")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Description = "50 characters")]
    public void Validate_WhenTheUsernameIsGood_Agrees(string username)
    {
        var result = _validator.Validate(new CreateUserCommand(username));

        Assert.That(result.IsValid, Is.True);
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("a")]
    [TestCase(" a ")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Description = "51 characters")]
    [TestCase("a b")]
    [TestCase("a.b")]
    [TestCase("José")]
    [TestCase("a\0b")]
    [TestCase("<script>")]
    public void Validate_WhenTheUsernameBreaksTheRule_NamesItOnce(string username)
    {
        var result = _validator.Validate(new CreateUserCommand(username));

        Assert.That(result.Errors.Select(error => error.PropertyName), Is.EqualTo(new[] { "Username" }));
    }
}
