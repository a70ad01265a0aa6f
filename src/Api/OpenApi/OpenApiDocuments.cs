using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using VideoChat.Api.Http;
using VideoChat.Api.OpenApi.Schemas;

namespace VideoChat.Api.OpenApi;

/// <summary>
/// Serves the OpenAPI document in version 3.1, and in version 3.0 for generators that do not support unions
/// (<see cref="FrameSchemaFilter"/>).
/// </summary>
internal sealed class OpenApiDocuments(RequestDelegate next, IAsyncSwaggerProvider generator)
{
    public const string Current = "openapi";
    public const string ForClasses = "openapi-3.0";

    public async Task InvokeAsync(HttpContext context)
    {
        if (NameOf(context.Request.Path) is not { } name)
        {
            await next(context);
            return;
        }
        var document = await generator.GetSwaggerAsync(name);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(Write(document, name), context.RequestAborted);
    }

    private static string? NameOf(PathString path) =>
        path.Equals(Paths.OpenApi, StringComparison.OrdinalIgnoreCase) ? Current
        : path.Equals(Paths.OpenApi30, StringComparison.OrdinalIgnoreCase) ? ForClasses
        : null;

    private static string Write(OpenApiDocument document, string name)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var writer = new OpenApiJsonWriter(text);
        if (name == ForClasses)
            document.SerializeAsV3(writer);
        else
            document.SerializeAsV31(writer);
        // The version is replaced, because the library writes 3.1.2 and common tools reject it. Patch releases only clarify the
        // specification (https://spec.openapis.org/oas/v3.1.1.html#versions).
        return text.ToString().Replace("\"openapi\": \"3.1.2\"", "\"openapi\": \"3.1.1\"", StringComparison.Ordinal);
    }
}
