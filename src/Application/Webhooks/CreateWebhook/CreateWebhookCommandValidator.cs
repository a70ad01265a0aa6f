using FluentValidation;
using Microsoft.Extensions.Options;

namespace VideoChat.Application.Webhooks.CreateWebhook;

public sealed class CreateWebhookCommandValidator : AbstractValidator<CreateWebhookCommand>
{
    public CreateWebhookCommandValidator(IOptions<WebhooksOptions> options)
    {
        RuleFor(c => c.Url).WebhookUrl(options.Value);
        RuleFor(c => c.Events).WebhookEvents();
        RuleFor(c => c.Description).WebhookDescription();
    }
}
