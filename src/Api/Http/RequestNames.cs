using Microsoft.AspNetCore.Diagnostics;

namespace VideoChat.Api.Http;

/// <summary>Names requests in log lines. The number of names is bounded, and none contains user content.</summary>
internal static class RequestNames
{
    private const string Socket = "ws/{room_id}/{user_id}";

    /// <summary>The paths that are served without a route.</summary>
    private static readonly string[] Folders = [Paths.WebClient, Paths.Media, Paths.Docs, Paths.OpenApi, Paths.OpenApi30, Paths.AsyncApi];

    public static string RouteOf(HttpContext context)
    {
        // The endpoint is also read from IExceptionHandlerFeature, because the exception handler clears the endpoint of the
        // context.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint is RouteEndpoint { RoutePattern.RawText: { } route })
            return route;
        var path = context.Request.Path;
        if (path.IsSocket())
            return Socket;
        var folder = Folders.FirstOrDefault(folder => path.StartsWithSegments(folder));
        return folder is null ? "unknown" : folder[1..];
    }

    /// <summary>Returns the method, or "other" for an unknown one, because a client can send any text.</summary>
    public static string MethodOf(HttpRequest request) => request.Method is
        "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS" or "TRACE" or "CONNECT" ? request.Method : "other";
}
