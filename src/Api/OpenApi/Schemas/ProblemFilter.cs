using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.ErrorHandling;

namespace VideoChat.Api.OpenApi.Schemas;

/// <summary>
/// Marks <c>detail</c> as the error message, which Kiota uses for its exceptions
/// (https://learn.microsoft.com/openapi/kiota/errors).
/// </summary>
internal sealed class ProblemFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.MemberInfo is null && context.Type.IsAssignableTo(typeof(Problem)) && schema.Properties?["detail"] is OpenApiSchema detail)
            detail.Extensions = new Dictionary<string, IOpenApiExtension> { ["x-ms-primary-error-message"] = new JsonNodeExtension(JsonValue.Create(true)) };
    }
}
