using FluentValidation;
using VideoChat.Application.Common;

namespace VideoChat.Application.Rooms.ListRoomEvents;

public sealed class ListRoomEventsQueryValidator : AbstractValidator<ListRoomEventsQuery>
{
    public ListRoomEventsQueryValidator()
    {
        RuleFor(q => q.After).GreaterThanOrEqualTo(0).WithMessage("must be 0 or greater");
        RuleFor(q => q.Limit).PageLimit(Page.MaxLimit);
    }
}
