using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace VideoChat.Api.OpenApi;

/// <summary>Orders the tags in Swagger UI. The resources that a new client needs first come first.</summary>
internal sealed class TagOrderFilter : IDocumentFilter
{
    private static readonly string[] Order =
        ["Users", "Rooms", "Messages", "Videos", "Live streams", "Webhooks", "Provider", "Service", "Health"];

    public void Apply(OpenApiDocument document, DocumentFilterContext context) =>
        document.Tags = document.Tags!.OrderBy(tag => Array.IndexOf(Order, tag.Name)).ToHashSet();
}
