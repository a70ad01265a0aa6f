using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Webhooks;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Webhooks.Dispatch;
using VideoChat.Infrastructure.Webhooks.Outbox;
using VideoChat.Infrastructure.Webhooks.Repositories;
using VideoChat.Infrastructure.Webhooks.Sending;

namespace VideoChat.Infrastructure.Webhooks;

internal static class WebhookSetup
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddCheckedOptions<WebhooksOptions>(WebhooksOptions.Section);
        services.AddScoped<IWebhookEndpointRepository, WebhookEndpointRepository>();
        services.AddScoped<IWebhookDeliveryRepository, WebhookDeliveryRepository>();
        services.AddScoped<ILogParticipant, WebhookOutbox>();
        services.AddScopedByDatabase<IWebhookStatements, SqliteWebhookStatements, PostgresWebhookStatements>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<IHostLookup, DnsLookup>();
        services.AddSingleton<VettedConnector>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<IDeliveryClock, DeliveryClock>();
        services.AddSingleton<WebhookLeases>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService<WebhookWorker>();
        services.AddHostedService<WebhookExpiry>();
        services.AddHostedService<WebhookBacklog>();
        return services;
    }
}
