namespace VideoChat.Api.Http;

/// <summary>Responds with 405 to methods other than GET and HEAD for files, documents and metrics.</summary>
internal sealed class ReadOnlyPaths(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || !request.Path.IsUnder(Paths.Metrics, Paths.Docs, Paths.OpenApi, Paths.OpenApi30, Paths.AsyncApi, Paths.WebClient, Paths.Media))
            return next(context);

        context.Response.Headers.Allow = "GET, HEAD";
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        return Task.CompletedTask;
    }
}
