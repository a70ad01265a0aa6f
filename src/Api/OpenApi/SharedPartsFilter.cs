using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace VideoChat.Api.OpenApi;

/// <summary>Adds the response headers and the <c>Idempotency-Key</c> parameter to which operations refer.</summary>
internal sealed class SharedPartsFilter : IDocumentFilter
{
    public const string IdempotencyKey = "IdempotencyKey";

    public void Apply(OpenApiDocument document, DocumentFilterContext context)
    {
        document.Security = [new OpenApiSecurityRequirement()]; // By default, operations need no authentication.
        document.Components!.Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["Link"] = Header(
                "The neighbouring pages (RFC 8288), relative: `next` and, of messages, `prev`. Only where there are more.",
                new OpenApiSchema { Type = JsonSchemaType.String },
                "</rooms?limit=50&cursor=01a20817-2d9e-7000-b14c-38270e9ac41a>; rel=\"next\""),
            ["Retry-After"] = Header("Seconds to wait before the next try.", WholeNumber(minimum: 1), 12),
            ["X-RateLimit-Limit"] = Header("Requests that an address has in a window.", WholeNumber(minimum: 1), 100),
            ["X-RateLimit-Remaining"] = Header("Requests that are left.", WholeNumber(minimum: 0), 42),
            ["X-RateLimit-Reset"] = Header(
                "Seconds, rounded up, until the oldest request that counts leaves the window and one more is left; of a refusal, until the "
                + "next request is allowed.",
                WholeNumber(minimum: 1), 60),
        };
        document.Components.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            [IdempotencyKey] = new OpenApiParameter
            {
                Name = Idempotency.IdempotencyFilter.Header,
                In = ParameterLocation.Header,
                Description = "Makes a repeat harmless: for 24 hours the same key is answered with the first answer, and nothing "
                    + "is done again.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255, Pattern = "^[ -~]*$" },
                // There is no example, because Swagger UI would prefill it and repeated requests would use the same key.
            },
        };
    }

    private static OpenApiHeader Header(string description, OpenApiSchema schema, System.Text.Json.Nodes.JsonNode example) =>
        new() { Description = description, Schema = schema, Example = example };

    private static OpenApiSchema WholeNumber(int minimum) => new() { Type = JsonSchemaType.Integer, Minimum = $"{minimum}" };
}
