using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace VideoChat.Api.OpenApi;

/// <summary>Orders the tags as Swagger UI shows them: first what a newcomer needs first.</summary>
internal sealed class TagOrderFilter : IDocumentFilter
{
    private static readonly string[] Order =
        ["Users", "Rooms", "Messages", "Videos", "Live streams", "Webhooks", "Provider", "Service", "Health"];

    public void Apply(OpenApiDocument document, DocumentFilterContext context) =>
        document.Tags = document.Tags!.OrderBy(tag => Array.IndexOf(Order, tag.Name)).ToHashSet();
}
