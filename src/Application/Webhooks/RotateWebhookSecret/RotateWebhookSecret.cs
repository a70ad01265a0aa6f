using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.RotateWebhookSecret;

/// <summary>Replaces the secret of an endpoint. The previous secret also signs webhooks for another 24 hours.</summary>
public sealed record RotateWebhookSecretCommand(Guid WebhookId) : IRequest<WebhookSecretDto>;

internal sealed class RotateWebhookSecretCommandHandler(
    IWebhookEndpointRepository endpoints, IUnitOfWork unitOfWork, TimeProvider clock)
    : IRequestHandler<RotateWebhookSecretCommand, WebhookSecretDto>
{
    public async Task<WebhookSecretDto> Handle(RotateWebhookSecretCommand command, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(command.WebhookId, cancellationToken) ?? throw new NotFoundException("Webhook");

        var (secret, now) = (WebhookSecret.Create(), clock.UtcTimestamp());
        endpoints.Change(endpoint.Id, e => e.RotateSecret(secret, now));

        return await unitOfWork.SaveChangesAsync(
            () => new WebhookSecretDto(endpoint.Id, secret, now + WebhookEndpoint.RotationOverlap), cancellationToken);
    }
}
