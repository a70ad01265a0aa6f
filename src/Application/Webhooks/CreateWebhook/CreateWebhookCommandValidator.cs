using FluentValidation;
using Microsoft.Extensions.Options;

namespace VideoChat.Application.Webhooks.CreateWebhook;

public sealed class CreateWebhookCommandValidator : AbstractValidator<CreateWebhookCommand>
{
    public CreateWebhookCommandValidator(IOptions<WebhooksOptions> options)
    {
        RuleFor(c => c.Url).MustBeWebhookUrl(options.Value);
        RuleFor(c => c.Events).MustBeEventTypes();
        RuleFor(c => c.Description).MustBeDescription();
    }
}
