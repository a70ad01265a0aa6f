using FluentValidation;
using Microsoft.Extensions.Options;

namespace VideoChat.Application.Webhooks.UpdateWebhook;

public sealed class UpdateWebhookCommandValidator : AbstractValidator<UpdateWebhookCommand>
{
    public UpdateWebhookCommandValidator(IOptions<WebhooksOptions> options)
    {
        RuleFor(c => c.Url).MustBeWebhookUrl(options.Value);
        RuleFor(c => c.Events).MustBeEventTypes();
        RuleFor(c => c.Description).MustBeDescription();
    }
}
