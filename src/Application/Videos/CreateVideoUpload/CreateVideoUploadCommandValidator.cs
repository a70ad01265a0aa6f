using FluentValidation;
using VideoChat.Domain.Common;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos.CreateVideoUpload;

public sealed class CreateVideoUploadCommandValidator : AbstractValidator<CreateVideoUploadCommand>
{
    public CreateVideoUploadCommandValidator()
    {
        RuleFor(c => c.Title)
            .Must(title => title is null || (title.Trim().Length <= Video.MaxTitleLength && UserText.IsStorable(title)))
            .WithMessage($"must be at most {Video.MaxTitleLength} characters");
        RuleFor(c => c.Description)
            .Must(text => text is null || (text.Length <= Video.MaxDescriptionLength && UserText.IsStorable(text)))
            .WithMessage($"must be at most {Video.MaxDescriptionLength} characters");
    }
}
