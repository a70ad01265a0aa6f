using Microsoft.AspNetCore.StaticFiles;
using Microsoft.OpenApi;
using VideoChat.Api.Controllers.Attributes;
using VideoChat.Api.Http;
using VideoChat.Api.OpenApi.Operations;
using VideoChat.Api.OpenApi.Schemas;
using VideoChat.Application.Common;

namespace VideoChat.Api.OpenApi;

/// <summary>Sets up the OpenAPI documents, Swagger UI at <c>/docs</c>, and the media type of the static AsyncAPI document.</summary>
internal static class OpenApiSetup
{
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.Configure<StaticFileOptions>(files => files.ContentTypeProvider = new FileExtensionContentTypeProvider
        {
            Mappings = { [".yaml"] = "application/yaml" },
        });
        return services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(OpenApiDocuments.Current, Info(new OpenApiLicense { Name = "MIT", Identifier = "MIT" }));
            // OpenAPI 3.0 has no license identifiers, so this document contains a URL.
            swagger.SwaggerDoc(
                OpenApiDocuments.ForClasses, Info(new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") }));
            swagger.AddServer(new OpenApiServer { Url = "/", Description = "The server that serves this document." });
            swagger.AddSecurityDefinition(PartnerKeyFilter.Scheme, PartnerKeyFilter.Definition);
            swagger.DocInclusionPredicate((_, api) => api.HttpMethod != HttpMethods.Head);
            swagger.CustomOperationIds(
                api => api.ActionDescriptor.EndpointMetadata.OfType<OperationIdAttribute>().SingleOrDefault()?.Id);
            swagger.SupportNonNullableReferenceTypes();
            swagger.CustomSchemaIds(type => type.Name.EndsWith("Dto", StringComparison.Ordinal) ? type.Name[..^3] : type.Name);
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "VideoChat.*.xml").Order(StringComparer.Ordinal))
                swagger.IncludeXmlComments(file, includeControllerXmlComments: true);

            swagger.SchemaFilter<WireSchemaFilter>();
            swagger.SchemaFilter<FrameSchemaFilter>();
            swagger.SchemaFilter<ProblemFilter>();
            swagger.ParameterFilter<ParameterTextFilter>();
            swagger.OperationFilter<BodyFilter>();
            swagger.OperationFilter<IdempotencyKeyFilter>();
            swagger.OperationFilter<RefusalFilter>();
            swagger.OperationFilter<HeaderFilter>();
            swagger.OperationFilter<ExampleFilter>();
            swagger.OperationFilter<PartnerKeyFilter>();
            swagger.DocumentFilter<SharedPartsFilter>();
            swagger.DocumentFilter<TagOrderFilter>();
            swagger.DocumentFilter<WebhookFilter>();
        });
    }

    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseMiddleware<SharedDocuments>();
        app.UseMiddleware<OpenApiDocuments>();
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.SwaggerEndpoint(Paths.OpenApi, "VideoChat");
            ui.DocumentTitle = "VideoChat API";
        });
    }

    private static OpenApiInfo Info(OpenApiLicense license) => new()
    {
        Title = "VideoChat",
        Version = Product.Version,
        Description = "Rooms with live chat and video. The events of a room are sent on its WebSocket at "
            + "`/ws/{room_id}/{user_id}`, which [asyncapi.yaml](/asyncapi.yaml) describes. Clients must ignore unknown members, "
            + "because later versions can add some. Every `GET` operation also supports `HEAD`.",
        Contact = new OpenApiContact { Name = "The VideoChat authors" },
        License = license,
    };
}
