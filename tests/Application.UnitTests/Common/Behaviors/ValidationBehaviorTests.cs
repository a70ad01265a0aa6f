using FluentValidation;
using VideoChat.Application.Common.Behaviors;
using VideoChat.Application.Users.CreateUser;

namespace VideoChat.Application.UnitTests.Common.Behaviors;

public sealed class ValidationBehaviorTests
{
    private readonly CreateUserCommand _command = new("ada");
    private bool _handled;

    [Test]
    public async Task Handle_WhenThereIsNoValidator_HandsOn()
    {
        var behavior = new ValidationBehavior<CreateUserCommand, string>([]);

        var answer = await behavior.Handle(_command, CancellationToken.None, NextAsync);

        Assert.That(answer, Is.EqualTo("handled"));
    }

    [Test]
    public async Task Handle_WhenEveryValidatorAgrees_HandsOn()
    {
        var behavior = new ValidationBehavior<CreateUserCommand, string>([Agreeing(), Agreeing()]);

        var answer = await behavior.Handle(_command, CancellationToken.None, NextAsync);

        Assert.That(answer, Is.EqualTo("handled"));
    }

    [Test]
    public void Handle_WhenOneValidatorDisagrees_ThrowsAndDoesNotHandOn()
    {
        var behavior = new ValidationBehavior<CreateUserCommand, string>([Disagreeing("first"), Agreeing()]);

        Assert.That(
            () => behavior.Handle(_command, CancellationToken.None, NextAsync), Throws.InstanceOf<ValidationException>());
        Assert.That(_handled, Is.False);
    }

    [Test]
    public void Handle_WhenSeveralValidatorsDisagree_ReportsAllErrors()
    {
        var behavior = new ValidationBehavior<CreateUserCommand, string>([Disagreeing("first"), Disagreeing("second")]);

        var exception = Assert.ThrowsAsync<ValidationException>(
            () => behavior.Handle(_command, CancellationToken.None, NextAsync));

        Assert.That(exception.Errors.Select(error => error.ErrorMessage), Is.EqualTo(new[] { "first", "second" }));
        Assert.That(exception.Errors.Select(error => error.PropertyName), Is.All.EqualTo("Username"));
    }

    private Task<string> NextAsync()
    {
        _handled = true;
        return Task.FromResult("handled");
    }

    private static InlineValidator<CreateUserCommand> Agreeing() => Validator(_ => true, "never called");

    private static InlineValidator<CreateUserCommand> Disagreeing(string message) => Validator(_ => false, message);

    private static InlineValidator<CreateUserCommand> Validator(Func<string, bool> rule, string message)
    {
        var validator = new InlineValidator<CreateUserCommand>();
        validator.RuleFor(c => c.Username).Must(rule).WithMessage(message);
        return validator;
    }
}
