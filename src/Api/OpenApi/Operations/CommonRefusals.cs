using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Limits.Requests;
using VideoChat.Api.Security;

namespace VideoChat.Api.OpenApi.Operations;

internal static class CommonRefusals
{
    public static IEnumerable<Refusal> Of(ApiDescription api)
    {
        if (api.ParameterDescriptions.Any(parameter => parameter.Source == BindingSource.Body))
        {
            yield return new(400, "The body is not valid JSON.");
            yield return new(413, "The request body is too large.");
            yield return new(415, "The body must be application/json in UTF-8.");
        }
        if (!HttpMethods.IsGet(api.HttpMethod!))
            yield return new(403, ForeignPages.Detail);
        if (HttpMethods.IsPost(api.HttpMethod!))
        {
            yield return new(409, "This Idempotency-Key was used before, with another body.");
            yield return new(422, "idempotency_key must be 1 to 255 printable ASCII characters");
        }
        if (!RateLimitMiddleware.IsExempt($"/{api.RelativePath}"))
            yield return new(429, "Rate limit exceeded: 100 requests per 60 seconds.");
        yield return new(500, "An internal error occurred.");
        if (Has<CallsVideoProviderAttribute>(api))
        {
            yield return new(502, "The video provider answered with an error.");
            yield return new(503, "The video provider is not available at the moment; try again later.");
            yield return new(504, "The video provider did not answer in time.");
        }
        // Health endpoints are left out, because they do not require the database and describe their own 503 response.
        if (!IsHealth(api))
            yield return new(503, "The service is not available at the moment. Send the request again.");
    }

    private static bool IsHealth(ApiDescription api) => api.RelativePath!.StartsWith("health", StringComparison.Ordinal);

    private static bool Has<TAttribute>(ApiDescription api) => api.ActionDescriptor.EndpointMetadata.OfType<TAttribute>().Any();
}
