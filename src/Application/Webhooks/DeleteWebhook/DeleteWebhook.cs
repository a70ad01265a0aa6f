using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.DeleteWebhook;

/// <summary>Deletes an endpoint. Its pending deliveries are not sent.</summary>
public sealed record DeleteWebhookCommand(Guid WebhookId) : IRequest<MessageResult>;

internal sealed class DeleteWebhookCommandHandler(
    IWebhookEndpointRepository endpoints, IUnitOfWork unitOfWork, TimeProvider clock)
    : IRequestHandler<DeleteWebhookCommand, MessageResult>
{
    public async Task<MessageResult> Handle(DeleteWebhookCommand command, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(command.WebhookId, cancellationToken) ?? throw new NotFoundException("Webhook");

        var now = clock.UtcTimestamp();
        endpoints.Change(endpoint.Id, e => e.Delete(now));

        return await unitOfWork.SaveChangesAsync(
            () => new MessageResult($"Webhook {endpoint.Id} was deleted"), cancellationToken);
    }
}
