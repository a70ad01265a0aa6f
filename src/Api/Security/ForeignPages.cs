using VideoChat.Api.ErrorHandling;

namespace VideoChat.Api.Security;

/// <summary>
/// Rejects state-changing requests from pages of other origins. CORS alone does not prevent them, because a form or a simple
/// request is sent without a preflight (https://fetch.spec.whatwg.org/#cors-safelisted-method).
/// </summary>
internal sealed class ForeignPages(RequestDelegate next, OriginPolicy origins)
{
    public const string Detail = "This page's origin is not allowed to change anything here.";

    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        // GET and CONNECT are allowed, although handshakes use them, because SocketAdmission checks the origin of handshakes.
        var isHarmless = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsConnect(method);
        return isHarmless || origins.IsAllowed(context.Request)
            ? next(context)
            : Problem.WriteAsync(context, StatusCodes.Status403Forbidden, Detail);
    }
}
