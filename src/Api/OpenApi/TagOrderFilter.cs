using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace VideoChat.Api.OpenApi;

/// <summary>Orders the tags as a newcomer needs them, which is the order of Swagger UI's sections.</summary>
internal sealed class TagOrderFilter : IDocumentFilter
{
    private static readonly string[] Order =
        ["Users", "Rooms", "Messages", "Videos", "Live streams", "Webhooks", "Provider", "Service", "Health"];

    public void Apply(OpenApiDocument document, DocumentFilterContext context) =>
        document.Tags = document.Tags!.OrderBy(tag => Array.IndexOf(Order, tag.Name)).ToHashSet();
}
