using FluentValidation;
using VideoChat.Application.Common;

namespace VideoChat.Application.Messages.ListMessages;

public sealed class ListMessagesQueryValidator : AbstractValidator<ListMessagesQuery>
{
    public const int MaxLimit = 100;

    public ListMessagesQueryValidator()
    {
        RuleFor(q => q.Limit).PageLimit(MaxLimit);
        RuleFor(q => q.Before).Null().When(q => q.After is not null).WithMessage("cannot be given together with after");
    }
}
