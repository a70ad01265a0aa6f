using FluentValidation;
using VideoChat.Application.Common;

namespace VideoChat.Application.Videos.ListVideos;

public sealed class ListVideosQueryValidator : AbstractValidator<ListVideosQuery>
{
    public ListVideosQueryValidator() => RuleFor(q => q.Limit).PageLimit(Page.MaxLimit);
}
