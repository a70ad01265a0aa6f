using VideoChat.Api.Http;

namespace VideoChat.Api.ErrorHandling;

internal static class ErrorHandlingSetup
{
    public static IServiceCollection AddErrorHandling(this IServiceCollection services) =>
        services.AddExceptionHandler<ProblemDetailsExceptionHandler>();

    public static void UseErrorHandling(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        // The body is added here, because ASP.NET Core rejects some requests with a status and no body.
        app.UseExceptForRoomSockets(http => http.UseStatusCodePages(page => Problem.WriteAsync(
            page.HttpContext, page.HttpContext.Response.StatusCode, Describe(page.HttpContext))));
    }

    private static string Describe(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "No resource exists at this path.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not allowed here.",
        StatusCodes.Status413PayloadTooLarge => "The request body is too large.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be application/json in UTF-8.",
        StatusCodes.Status416RangeNotSatisfiable => "The file has no such range.",
        var status => $"The request failed with status {status}.",
    };
}
