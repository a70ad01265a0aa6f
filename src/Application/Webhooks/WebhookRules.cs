using FluentValidation;
using VideoChat.Domain.Common;
using VideoChat.Domain.Events;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>Validation rules that creating and updating an endpoint share. A null value is valid.</summary>
internal static class WebhookRules
{
    public static void MustBeWebhookUrl<T>(this IRuleBuilder<T, string?> rule, WebhooksOptions options) =>
        rule.Custom((url, context) =>
        {
            if (url is not null && WebhookUrl.Validate(url, options.AllowHttp, options.AllowPrivateNetworks) is { } reason)
                context.AddFailure(reason);
        });

    public static void MustBeEventTypes<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) =>
        rule.Must(events => events is null
                || (events.Count > 0 && events.All(EventKind.WebhookTypes.Contains) && events.Distinct().Count() == events.Count))
            .WithMessage($"must contain one or more of {string.Join(", ", EventKind.WebhookTypes)}, without duplicates");

    public static void MustBeDescription<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || (text.Length <= WebhookEndpoint.MaxDescriptionLength && UserText.IsStorable(text)))
            .WithMessage($"must be at most {WebhookEndpoint.MaxDescriptionLength} characters");
}
