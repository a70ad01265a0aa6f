using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Http;

namespace VideoChat.Api.OpenApi.Operations;

/// <summary>Describes request bodies, including those that the action reads directly.</summary>
internal sealed class BodyFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (operation.RequestBody is OpenApiRequestBody json)
        {
            json.Required = true;
            foreach (var other in json.Content!.Keys.Where(type => type != "application/json").ToList())
                json.Content.Remove(other);
        }
        else if (metadata.OfType<VideoFileAttribute>().Any())
        {
            operation.RequestBody = Body(new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" }, "application/octet-stream", "video/*");
        }
        else if (metadata.OfType<ReadsBodyAttribute>().FirstOrDefault() is { } reads)
        {
            var forms = reads.Types.Select(type => context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository));
            operation.RequestBody = Body(new OpenApiSchema { AnyOf = [.. forms] }, "application/json");
        }
    }

    private static OpenApiRequestBody Body(OpenApiSchema schema, params string[] types) => new()
    {
        Required = true,
        Content = types.ToDictionary(type => type, IOpenApiMediaType (_) => new OpenApiMediaType { Schema = schema }),
    };
}
