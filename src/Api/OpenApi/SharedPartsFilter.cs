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
                "Relative links to the adjacent pages (RFC 8288): `next` and, for messages, `prev`. Absent if there is no such page.",
                new OpenApiSchema { Type = JsonSchemaType.String },
                "</rooms?limit=50&cursor=01a20817-2d9e-7000-b14c-38270e9ac41a>; rel=\"next\""),
            ["Retry-After"] = Header("The delay before a retry, in seconds.", WholeNumber(minimum: 1), 12),
            ["X-RateLimit-Limit"] = Header("The number of requests that an address can make within a window.", WholeNumber(minimum: 1), 100),
            ["X-RateLimit-Remaining"] = Header("The number of further requests that are allowed now.", WholeNumber(minimum: 0), 42),
            ["X-RateLimit-Reset"] = Header(
                "The time in seconds, rounded up, until the oldest request leaves the window. For a 429 response, the time until the next "
                + "request is allowed.",
                WholeNumber(minimum: 1), 60),
        };
        document.Components.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            [IdempotencyKey] = new OpenApiParameter
            {
                Name = Idempotency.IdempotencyFilter.Header,
                In = ParameterLocation.Header,
                Description = "Makes a request safe to repeat. For 24 hours, a request with the same key receives the first response "
                    + "and has no further effect.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255, Pattern = "^[ -~]*$" },
                // There is no example, because Swagger UI would prefill it and repeated requests would use the same key.
            },
        };
    }

    private static OpenApiHeader Header(string description, OpenApiSchema schema, System.Text.Json.Nodes.JsonNode example) =>
        new() { Description = description, Schema = schema, Example = example };

    private static OpenApiSchema WholeNumber(int minimum) => new() { Type = JsonSchemaType.Integer, Minimum = $"{minimum}" };
}
