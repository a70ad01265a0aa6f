using AutoMapper;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Application.Webhooks;

internal sealed class WebhookProfile : Profile
{
    public WebhookProfile()
    {
        CreateMap<WebhookEndpoint, WebhookDto>()
            .ForCtorParam(nameof(WebhookDto.Enabled), to => to.MapFrom(endpoint => endpoint.IsEnabled));
        CreateMap<WebhookEndpoint, CreatedWebhookDto>()
            .ForCtorParam(nameof(CreatedWebhookDto.Enabled), to => to.MapFrom(endpoint => endpoint.IsEnabled));
        CreateMap<WebhookAttempt, WebhookAttemptDto>();
        CreateMap<WebhookDelivery, WebhookDeliveryDto>()
            .ForCtorParam(nameof(WebhookDeliveryDto.WebhookId), to => to.MapFrom(delivery => delivery.EndpointId))
            .ForCtorParam(nameof(WebhookDeliveryDto.NextAttemptAt), to => to.MapFrom(
                delivery => delivery.State == WebhookDeliveryState.Pending ? delivery.NextAttemptAt : default(DateTime?)));
    }
}
