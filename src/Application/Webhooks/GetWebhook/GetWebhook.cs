using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.GetWebhook;

public sealed record GetWebhookQuery(Guid WebhookId) : IRequest<WebhookDto>;

internal sealed class GetWebhookQueryHandler(IWebhookEndpointRepository endpoints, IMapper mapper)
    : IRequestHandler<GetWebhookQuery, WebhookDto>
{
    public async Task<WebhookDto> Handle(GetWebhookQuery query, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(query.WebhookId, cancellationToken) ?? throw new NotFoundException("Webhook");

        return mapper.Map<WebhookDto>(endpoint);
    }
}
