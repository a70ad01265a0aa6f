using FluentValidation;
using VideoChat.Application.Common;

namespace VideoChat.Application.Users.ListUsers;

public sealed class ListUsersQueryValidator : AbstractValidator<ListUsersQuery>
{
    public ListUsersQueryValidator() => RuleFor(q => q.Limit).PageLimit(Page.MaxLimit);
}
