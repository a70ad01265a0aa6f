using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.OpenApi.Examples;

namespace VideoChat.Api.OpenApi;

/// <summary>Says what a parameter is: one name means the same everywhere.</summary>
internal sealed class ParameterTextFilter : IParameterFilter
{
    private static readonly Dictionary<string, (string Text, JsonNode? Example)> Texts = new()
    {
        ["room_id"] = ("The room.", $"{ExampleIds.RoomId}"),
        ["user_id"] = ("The user.", $"{ExampleIds.AdaId}"),
        ["stream_id"] = ("The live stream.", $"{ExampleIds.StreamId}"),
        ["upload_id"] = ("The upload session, which is the video's id, too.", $"{ExampleIds.VideoId}"),
        ["webhook_id"] = ("The webhook endpoint.", $"{ExampleIds.WebhookId}"),
        ["delivery_id"] = ("The delivery.", $"{ExampleIds.DeliveryId}"),
        ["state"] = ("Only deliveries in this state.", "failed"),
        ["limit"] = ("How many at most.", 50),
        ["cursor"] = ("The id of the last one seen: what follows comes. The `Link` of an answer has it.", null),
        ["before"] = ("A message's id: the messages before it. Not together with `after`.", null),
        ["after"] = ("Where to go on: what comes after it. A message's id among messages, a `seq` among events.", null),
        ["X-BunnyStream-Signature-Version"] = ("The version of the signature.", "v1"),
        ["X-BunnyStream-Signature-Algorithm"] = ("How the body is signed.", "hmac-sha256"),
        ["X-BunnyStream-Signature"] = ("The signature of the body, in hexadecimal. Wanted where `Bunny:ReadOnlyApiKey` is set.", null),
    };

    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is not OpenApiParameter known || !Texts.TryGetValue(known.Name!, out var text))
            return;
        known.Description = text.Text;
        known.Example = text.Example?.DeepClone();
    }
}
