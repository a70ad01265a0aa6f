using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.Limits.Requests;

namespace VideoChat.Api.OpenApi.Operations;

internal sealed class HeaderFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var isExempt = RateLimitMiddleware.IsExempt($"/{context.ApiDescription.RelativePath}");
        var isPage = operation.Parameters?.Any(parameter => parameter.Name == "limit") ?? false;

        foreach (var (status, response) in operation.Responses!)
        {
            var headers = new List<string>();
            if (isPage && status == "200")
                headers.Add("Link");
            if (status is "429" or "503")
                headers.Add("Retry-After");
            if (!isExempt)
                headers.AddRange(["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]);
            if (headers.Count > 0)
                ((OpenApiResponse)response).Headers = headers.ToDictionary(
                    name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, context.Document));
        }
    }
}
