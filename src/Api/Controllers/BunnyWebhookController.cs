using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Http;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.ReceiveVideoWebhook;

namespace VideoChat.Api.Controllers;

/// <summary>A webhook of Bunny.net that reports the status of a video.</summary>
/// <param name="VideoLibraryId">The id of the video library.</param>
/// <param name="VideoGuid">The id of the video.</param>
/// <param name="Status">The status code of Bunny.net; 3 means that the video is ready.</param>
public sealed record BunnyVideoWebhook(
    [property: JsonPropertyName("VideoLibraryId")] long VideoLibraryId,
    [property: JsonPropertyName("VideoGuid")] Guid VideoGuid,
    [property: JsonPropertyName("Status")] int Status);

/// <summary>A webhook of Bunny.net that reports an event of a video.</summary>
/// <param name="EventType">VideoFileCreated or VideoFileEncoded. Other events are ignored.</param>
/// <param name="VideoGuid">The id of the video.</param>
public sealed record BunnyVideoEvent(
    [property: JsonPropertyName("EventType")] string EventType,
    [property: JsonPropertyName("VideoGuid")] Guid VideoGuid);

/// <summary>Webhooks of the video provider.</summary>
[ApiController, Route("bunny-webhook"), Tags("Provider")]
public sealed class BunnyWebhookController(IMediator mediator) : ControllerBase
{
    /// <summary>Receives a webhook of Bunny.net.</summary>
    /// <remarks>
    /// The response is sent before the webhook is processed. The response is the same for unknown videos and events. Unfinished
    /// videos are also polled, so a lost webhook only delays their status.
    /// </remarks>
    [HttpPost, OperationId("receiveBunnyWebhook"), ReadsBody(typeof(BunnyVideoWebhook), typeof(BunnyVideoEvent))]
    [Refuses(400, "The webhook must be a JSON object with a VideoGuid and either a Status or an EventType.")]
    [Refuses(401, "The webhook does not carry a valid signature.")]
    [Refuses(413, "The request body is too large.")]
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
