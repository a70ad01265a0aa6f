using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.OpenApi.Examples;
using VideoChat.Application.Webhooks;

namespace VideoChat.Api.OpenApi;

/// <summary>What partners are sent: one entry of the document's <c>webhooks</c> for each type.</summary>
internal sealed class WebhookFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument document, DocumentFilterContext context) =>
        document.Webhooks = WebhookExamples.Sent.ToDictionary(
            sent => sent.Type,
            IOpenApiPathItem (sent) => new OpenApiPathItem
            {
                Operations = new Dictionary<HttpMethod, OpenApiOperation>
                {
                    [HttpMethod.Post] = new()
                    {
                        OperationId = "on" + string.Concat(sent.Type.Split('.', '_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
                        Summary = $"Tells of {sent.Type}.",
                        Description = "Signed as Standard Webhooks 1.0 says, in the headers `webhook-id`, `webhook-timestamp` and "
                            + "`webhook-signature`. It may come twice, then with the same `webhook-id`.",
                        RequestBody = new OpenApiRequestBody { Required = true, Content = Json(Payload(sent, context), sent) },
                        Responses = new OpenApiResponses { ["2XX"] = new OpenApiResponse { Description = "It has arrived." } },
                    },
                },
            });

    private static OpenApiSchema Payload(WebhookEvent sent, DocumentFilterContext context) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "timestamp", "data" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = sent.Type, Description = "What happened." },
            ["timestamp"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "When it happened, UTC." },
            ["data"] = context.SchemaGenerator.GenerateSchema(sent.Data.GetType(), context.SchemaRepository),
        },
    };

    private static Dictionary<string, IOpenApiMediaType> Json(OpenApiSchema schema, WebhookEvent sent) => new()
    {
        ["application/json"] = new OpenApiMediaType { Schema = schema, Example = JsonNode.Parse(sent.ToPayload()) },
    };
}
