using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.ListWebhooks;

public sealed record ListWebhooksQuery(int Limit, Guid? Cursor) : IRequest<Page<WebhookDto>>;

internal sealed class ListWebhooksQueryHandler(IWebhookEndpointRepository endpoints, IMapper mapper)
    : IRequestHandler<ListWebhooksQuery, Page<WebhookDto>>
{
    public async Task<Page<WebhookDto>> Handle(ListWebhooksQuery query, CancellationToken cancellationToken)
    {
        var found = await endpoints.ListAsync(query.Cursor, query.Limit + 1, cancellationToken);

        return Page.Forward(found, query.Limit, endpoint => endpoint.Id).Select(mapper.Map<WebhookDto>);
    }
}
