using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace VideoChat.Api.OpenApi.Operations;

/// <summary>
/// Describes the parameters that have the same meaning in all operations. Ids have no example, because Swagger UI would prefill
/// an id that does not exist.
/// </summary>
internal sealed class ParameterTextFilter : IParameterFilter
{
    private static readonly Dictionary<string, (string Text, JsonNode? Example)> Texts = new()
    {
        ["room_id"] = ("The room.", null),
        ["user_id"] = ("The user.", null),
        ["stream_id"] = ("The live stream.", null),
        ["upload_id"] = ("The upload session, whose id is also the id of the video.", null),
        ["webhook_id"] = ("The webhook endpoint.", null),
        ["delivery_id"] = ("The delivery.", null),
        ["state"] = ("Lists only the deliveries in this state.", null),
        ["limit"] = ("The maximum number of items.", 50),
        ["cursor"] = ("The id of the last item of the previous page. The `Link` header of that page contains it.", null),
        ["X-BunnyStream-Signature-Version"] = ("The version of the signature.", "v1"),
        ["X-BunnyStream-Signature-Algorithm"] = ("The signature algorithm.", "hmac-sha256"),
        ["X-BunnyStream-Signature"] = ("The signature of the body in hexadecimal. Required if `Bunny:ReadOnlyApiKey` is set.", null),
    };

    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is not OpenApiParameter known || !Texts.TryGetValue(known.Name!, out var text))
            return;
        known.Description = text.Text;
        known.Example = text.Example?.DeepClone();
    }
}
