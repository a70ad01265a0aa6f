using Microsoft.OpenApi;
using VideoChat.Api.Controllers;

namespace VideoChat.Api.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi.json</c> and Swagger UI at <c>/docs</c>.</summary>
internal static class OpenApiSetup
{
    private const string DocumentName = "openapi";

    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) =>
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(DocumentName, new OpenApiInfo
            {
                Title = "VideoChat",
                Version = ServiceController.Version,
                Description = "Rooms with live chat and video. Messages arrive over a WebSocket at /ws/{room_id}/{user_id}.",
            });
            swagger.SupportNonNullableReferenceTypes();
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "VideoChat.*.xml"))
                swagger.IncludeXmlComments(file);
        });

    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger(swagger =>
        {
            swagger.RouteTemplate = "{documentName}.json";
            swagger.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        });
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "docs";
            ui.SwaggerEndpoint($"/{DocumentName}.json", "VideoChat");
            ui.DocumentTitle = "VideoChat API";
        });
    }
}
