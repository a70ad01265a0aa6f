using System.ComponentModel.DataAnnotations;
using MediatR;

namespace VideoChat.Application.Videos.ReceiveVideoWebhook;

/// <summary>Receives a webhook of the video provider. The response is sent before the webhook is processed.</summary>
/// <param name="Body">The body, byte for byte as received, because the signature covers these bytes.</param>
/// <param name="Signature">The signature headers.</param>
public sealed record ReceiveVideoWebhookCommand(ReadOnlyMemory<byte> Body, WebhookSignature Signature)
    : IRequest<WebhookReceipt>;

/// <param name="Status">Always received.</param>
public sealed record WebhookReceipt([AllowedValues("received")] string Status);

internal sealed class ReceiveVideoWebhookCommandHandler(
    IVideoWebhookReader reader, IVideoGateway gateway, IVideoRefreshQueue queue)
    : IRequestHandler<ReceiveVideoWebhookCommand, WebhookReceipt>
{
    public Task<WebhookReceipt> Handle(ReceiveVideoWebhookCommand command, CancellationToken cancellationToken)
    {
        if (reader.Read(command.Body, command.Signature) is { } report)
            queue.Enqueue(report.VideoId, gateway.SendsWebhooks ? report.Status : null);

        return Task.FromResult(new WebhookReceipt("received"));
    }
}
