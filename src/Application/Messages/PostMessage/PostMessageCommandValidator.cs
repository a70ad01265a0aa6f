using FluentValidation;
using Microsoft.Extensions.Options;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Messages.PostMessage;

public sealed class PostMessageCommandValidator : AbstractValidator<PostMessageCommand>
{
    public PostMessageCommandValidator(IOptions<MessagesOptions> options)
    {
        var maxLength = options.Value.MaxLength;

        RuleFor(c => c.Content)
            .Must(content => content.AsSpan().Trim().Length is var length && length >= 1 && length <= maxLength)
            .WithMessage($"must be 1 to {maxLength} characters, not only white space");
        RuleFor(c => c.Content)
            .Must(UserText.IsStorable)
            .WithMessage("must not contain U+0000 or lone surrogates");
        RuleFor(c => c.ClientId)
            .Must(clientId => clientId is null || Message.IsValidClientId(clientId))
            .WithMessage($"must be 1 to {Message.MaxClientIdLength} characters");
    }
}
