using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Http;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.ReceiveVideoWebhook;

namespace VideoChat.Api.Controllers;

[ApiController, Route("bunny-webhook")]
public sealed class BunnyWebhookController(IMediator mediator) : ControllerBase
{
    /// <summary>Takes what Bunny.net says of a video: in its own form, or as <c>EventType</c> and <c>VideoGuid</c>.</summary>
    [HttpPost]
    public async Task<WebhookReceipt> Receive(
        [FromHeader(Name = "X-BunnyStream-Signature-Version")] string? version,
        [FromHeader(Name = "X-BunnyStream-Signature-Algorithm")] string? algorithm,
        [FromHeader(Name = "X-BunnyStream-Signature")] string? signature,
        CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(Request, cancellationToken);

        return await mediator.Send(
            new ReceiveVideoWebhookCommand(body.Bytes, new WebhookSignature(version, algorithm, signature)), cancellationToken);
    }
}
