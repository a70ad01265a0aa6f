using FluentValidation;
using Microsoft.Extensions.Options;

namespace VideoChat.Application.Webhooks.UpdateWebhook;

public sealed class UpdateWebhookCommandValidator : AbstractValidator<UpdateWebhookCommand>
{
    public UpdateWebhookCommandValidator(IOptions<WebhooksOptions> options)
    {
        RuleFor(c => c.Url).WebhookUrl(options.Value);
        RuleFor(c => c.Events).WebhookEvents();
        RuleFor(c => c.Description).WebhookDescription();
    }
}
