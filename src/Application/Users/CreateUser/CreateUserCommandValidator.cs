using FluentValidation;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Users.CreateUser;

public sealed class CreateUserCommandValidator : AbstractValidator<CreateUserCommand>
{
    public CreateUserCommandValidator() =>
        RuleFor(c => c.Username)
            .Must(username => User.IsValidUsername(username.Trim()))
            .WithMessage(
                $"must be {User.MinUsernameLength} to {User.MaxUsernameLength} characters, "
                + "only letters A–Z, digits, hyphens and underscores");
}
