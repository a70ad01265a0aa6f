using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.UpdateWebhook;

/// <summary>
/// Changes the given values of an endpoint. Null leaves a value unchanged. Enabling an endpoint clears its failures and sends its
/// pending deliveries.
/// </summary>
public sealed record UpdateWebhookCommand(
    Guid WebhookId, string? Url, IReadOnlyList<string>? Events, string? Description, bool? Enabled) : IRequest<WebhookDto>;

internal sealed class UpdateWebhookCommandHandler(IWebhookEndpointRepository endpoints, IUnitOfWork unitOfWork, IMapper mapper)
    : IRequestHandler<UpdateWebhookCommand, WebhookDto>
{
    public async Task<WebhookDto> Handle(UpdateWebhookCommand command, CancellationToken cancellationToken)
    {
        var found = await endpoints.FindAsync(command.WebhookId, cancellationToken) ?? throw new NotFoundException("Webhook");

        var changed = found;
        endpoints.Change(found.Id, endpoint =>
        {
            endpoint.Change(command.Url, command.Events, command.Description);
            if (command.Enabled == true)
                endpoint.Enable();
            if (command.Enabled == false)
                endpoint.Disable("Disabled through the API.");
            changed = endpoint;
        });

        return await unitOfWork.SaveChangesAsync(() => mapper.Map<WebhookDto>(changed), cancellationToken);
    }
}
