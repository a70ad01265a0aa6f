using FluentValidation;
using VideoChat.Application.Common;

namespace VideoChat.Application.LiveStreams.ListLiveStreams;

public sealed class ListLiveStreamsQueryValidator : AbstractValidator<ListLiveStreamsQuery>
{
    public ListLiveStreamsQueryValidator() => RuleFor(q => q.Limit).PageLimit(Page.MaxLimit);
}
