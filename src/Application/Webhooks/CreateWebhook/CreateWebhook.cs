using AutoMapper;
using MediatR;
using Microsoft.Extensions.Options;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Common;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks.CreateWebhook;

/// <summary>Creates an endpoint. It receives every matching event that is committed after the response.</summary>
public sealed record CreateWebhookCommand(string Url, IReadOnlyList<string> Events, string? Description, Guid? RoomId)
    : IRequest<CreatedWebhookDto>;

internal sealed class CreateWebhookCommandHandler(
    IRoomDirectory rooms, IWebhookEndpointRepository endpoints, IUnitOfWork unitOfWork, IOptions<WebhooksOptions> options,
    IMapper mapper, TimeProvider clock)
    : IRequestHandler<CreateWebhookCommand, CreatedWebhookDto>
{
    public async Task<CreatedWebhookDto> Handle(CreateWebhookCommand command, CancellationToken cancellationToken)
    {
        if (command.RoomId is { } roomId && await rooms.FindAsync(roomId, cancellationToken) is null)
            throw new NotFoundException("Room");
        if (await endpoints.CountAsync(cancellationToken) >= options.Value.MaxEndpoints)
            throw new DomainException($"The limit of {options.Value.MaxEndpoints} webhooks is reached.");

        var endpoint = WebhookEndpoint.Create(
            command.Url, command.Events, command.Description, command.RoomId, clock.UtcTimestamp());

        endpoints.Add(endpoint);

        return await unitOfWork.SaveChangesAsync(() => mapper.Map<CreatedWebhookDto>(endpoint), cancellationToken);
    }
}
