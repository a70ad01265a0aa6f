using FluentValidation;
using VideoChat.Application.Common;

namespace VideoChat.Application.Webhooks.ListWebhooks;

public sealed class ListWebhooksQueryValidator : AbstractValidator<ListWebhooksQuery>
{
    public ListWebhooksQueryValidator() => RuleFor(q => q.Limit).PageLimit(Page.MaxLimit);
}
