using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using VideoChat.Api.Partners;

namespace VideoChat.Api.OpenApi.Operations;

internal sealed class PartnerKeyFilter : IOperationFilter
{
    public const string Scheme = "PartnerKey";

    public static OpenApiSecurityScheme Definition => new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        Description = "An API key of a partner, whose SHA-256 is in `Partners:ApiKeys`.",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<PartnerKeyAttribute>().Any())
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
    }
}
