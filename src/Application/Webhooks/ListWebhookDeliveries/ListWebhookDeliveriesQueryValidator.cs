using FluentValidation;
using VideoChat.Application.Common;

namespace VideoChat.Application.Webhooks.ListWebhookDeliveries;

public sealed class ListWebhookDeliveriesQueryValidator : AbstractValidator<ListWebhookDeliveriesQuery>
{
    public const int MaxLimit = 100;

    public ListWebhookDeliveriesQueryValidator()
    {
        RuleFor(q => q.Limit).PageLimit(MaxLimit);
        RuleFor(q => q.State)
            .Must(state => state is null or "pending" or "delivered" or "failed")
            .WithMessage("must be pending, delivered or failed");
    }
}
