using FluentValidation;
using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

/// <summary>Rules for what an endpoint is made of; null passes.</summary>
internal static class WebhookRules
{
    public static void WebhookUrl<T>(this IRuleBuilder<T, string?> rule, WebhooksOptions options) =>
        rule.Custom((url, context) =>
        {
            if (url is not null && Domain.Webhooks.WebhookUrl.Refuse(url, options.AllowHttp, options.AllowPrivateNetworks) is { } reason)
                context.AddFailure(reason);
        });

    public static void WebhookEvents<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) =>
        rule.Must(events => events is null
                || (events.Count > 0 && events.All(Domain.Webhooks.WebhookEvents.All.Contains) && events.Distinct().Count() == events.Count))
            .WithMessage($"must be some of {string.Join(", ", Domain.Webhooks.WebhookEvents.All)}, each at most once");

    public static void WebhookDescription<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || (text.Length <= WebhookEndpoint.MaxDescriptionLength && UserText.IsStorable(text)))
            .WithMessage($"must be at most {WebhookEndpoint.MaxDescriptionLength} characters");
}
