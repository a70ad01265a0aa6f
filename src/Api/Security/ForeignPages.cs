using VideoChat.Api.ErrorHandling;

namespace VideoChat.Api.Security;

/// <summary>
/// Refuses requests of foreign pages that could change something. CORS only keeps such a page from reading the answer, and a form or
/// a simple request (https://fetch.spec.whatwg.org/#cors-safelisted-method) is sent without asking first.
/// </summary>
internal sealed class ForeignPages(RequestDelegate next, OriginPolicy origins)
{
    public const string Detail = "This page's origin is not allowed to change anything here.";

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        // Handshakes, by GET or CONNECT, are checked by the sockets' middleware.
        var isHarmless = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsConnect(method);
        return isHarmless || origins.IsAllowed(context.Request)
            ? next(context)
            : Problem.WriteAsync(context, StatusCodes.Status403Forbidden, Detail);
    }
}
