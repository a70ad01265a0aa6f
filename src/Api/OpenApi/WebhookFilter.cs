using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.OpenApi.Examples;
using VideoChat.Application.Events;
using VideoChat.Application.Webhooks;

namespace VideoChat.Api.OpenApi;

/// <summary>Describes the events that partners receive, with one webhook per event type.</summary>
internal sealed class WebhookFilter : IDocumentFilter
{
    private static readonly (string Name, OpenApiSchema Schema, JsonNode Example, string Description)[] Headers =
    [
        ("webhook-id", new() { Type = JsonSchemaType.String, Format = "uuid" }, $"{ExampleIds.MessageId}",
            "The event's id, the same for every attempt, replay and endpoint."),
        ("webhook-timestamp", new() { Type = JsonSchemaType.String, Pattern = "^[0-9]+$" }, "1795432017",
            "The time of this attempt in Unix seconds."),
        ("webhook-signature", new() { Type = JsonSchemaType.String }, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            "`v1,` and the base64 of HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`; two, separated by a space, "
            + "while a secret is being rotated."),
    ];

    public void Apply(OpenApiDocument document, DocumentFilterContext context)
    {
        if (context.DocumentName == OpenApiDocuments.ForClasses)
            return; // OpenAPI 3.0 has no webhooks.
        document.Webhooks = WebhookExamples.Sent.ToDictionary(
            sent => sent.Type,
            IOpenApiPathItem (sent) => new OpenApiPathItem
            {
                Operations = new Dictionary<HttpMethod, OpenApiOperation>
                {
                    [HttpMethod.Post] = new()
                    {
                        OperationId = "on" + string.Concat(sent.Type.Split('.', '_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
                        Summary = $"A `{sent.Type}` event.",
                        Description = "Signed as specified by Standard Webhooks 1.0. Delivered at least once: duplicates have the same `webhook-id`.",
                        Parameters = [.. Headers.Select(Parameter)],
                        RequestBody = new OpenApiRequestBody { Required = true, Content = Json(Payload(sent, context), sent) },
                        Responses = new OpenApiResponses { ["2XX"] = new OpenApiResponse { Description = "The event was received." } },
                    },
                },
            });
    }

    private static OpenApiParameter Parameter((string Name, OpenApiSchema Schema, JsonNode Example, string Description) header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Required = true,
        Description = header.Description,
        Schema = header.Schema,
        Example = header.Example.DeepClone(),
    };

    private static OpenApiSchema Payload(WebhookEvent sent, DocumentFilterContext context) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "timestamp", "data" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Const = sent.Type, Description = "The event type." },
            ["timestamp"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "The time of the event in UTC." },
            ["data"] = context.SchemaGenerator.GenerateSchema(sent.Data.GetType(), context.SchemaRepository),
        },
    };

    private static Dictionary<string, IOpenApiMediaType> Json(OpenApiSchema schema, WebhookEvent sent) => new()
    {
        ["application/json"] = new OpenApiMediaType { Schema = schema, Example = JsonNode.Parse(sent.ToPayload()) },
    };
}
