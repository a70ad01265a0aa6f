using FluentValidation;
using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams.CreateLiveStream;

public sealed class CreateLiveStreamCommandValidator : AbstractValidator<CreateLiveStreamCommand>
{
    public CreateLiveStreamCommandValidator() =>
        RuleFor(c => c.Title)
            .Must(title => title.Trim().Length is >= 1 and <= LiveStream.MaxTitleLength && UserText.IsStorable(title) && UserText.IsVisible(title))
            .WithMessage($"must be 1 to {LiveStream.MaxTitleLength} characters, not only invisible ones");
}
