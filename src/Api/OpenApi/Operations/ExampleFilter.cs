using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.OpenApi.Examples;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.OpenApi.Operations;

internal sealed class ExampleFilter : IOperationFilter
{
    private const string Json = "application/json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var api = context.ApiDescription;
        var reads = api.ActionDescriptor.EndpointMetadata.OfType<ReadsBodyAttribute>().FirstOrDefault()?.Types;
        var requests = reads ?? [.. api.ParameterDescriptions.Where(p => p.Source.Id == "Body").Select(p => p.Type)];
        if (operation.RequestBody?.Content?.TryGetValue(Json, out var request) == true)
            Add(request, requests);

        foreach (var response in api.SupportedResponseTypes)
        {
            if (response.Type is { } type
                && operation.Responses![$"{response.StatusCode}"].Content?.TryGetValue(Json, out var answer) == true)
                Add(answer, [type], response.StatusCode);
        }
    }

    private static void Add(IOpenApiMediaType body, IReadOnlyList<Type> types, int status = StatusCodes.Status200OK)
    {
        var media = (OpenApiMediaType)body;
        if (types.Count == 1)
            media.Example = ExampleOf(types[0], status);
        else
            media.Examples = types.ToDictionary(
                type => type.Name, IOpenApiExample (type) => new OpenApiExample { Value = ExampleOf(type, status) });
    }

    private static JsonNode? ExampleOf(Type type, int status) =>
        ApiExamples.Of(type, status) is { } example ? JsonSerializer.SerializeToNode(example, type, VideoChatJson.Options) : null;
}
