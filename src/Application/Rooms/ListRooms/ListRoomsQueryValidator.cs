using FluentValidation;
using VideoChat.Application.Common;

namespace VideoChat.Application.Rooms.ListRooms;

public sealed class ListRoomsQueryValidator : AbstractValidator<ListRoomsQuery>
{
    public ListRoomsQueryValidator() => RuleFor(q => q.Limit).PageLimit(Page.MaxLimit);
}
