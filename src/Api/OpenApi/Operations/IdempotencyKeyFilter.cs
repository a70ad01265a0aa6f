using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace VideoChat.Api.OpenApi.Operations;

/// <summary>Describes the header <c>Idempotency-Key</c> of each POST operation.</summary>
internal sealed class IdempotencyKeyFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (!HttpMethods.IsPost(context.ApiDescription.HttpMethod!))
            return;
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameterReference(SharedPartsFilter.IdempotencyKey, context.Document));
    }
}
