using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Mvc.Filters;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Messages;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.ErrorHandling;

/// <summary>
/// Counts messages that are rejected over HTTP in the metric that also counts messages rejected on WebSockets. The global rate
/// limit runs earlier and counts its own rejections.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CountsRefusalsAttribute : Attribute, IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var executed = await next();
        var code = executed.Exception is { } exception
            ? CodeOf(exception)
            : executed.HttpContext.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType ? ErrorCodes.InvalidMessage : null;
        if (code is not null && !executed.HttpContext.RequestAborted.IsCancellationRequested)
            MessageMetrics.Refused(code);
    }

    /// <summary>Returns the error code; null if the client disconnected.</summary>
    private static string? CodeOf(Exception exception) => exception switch
    {
        ConnectionResetException or OperationCanceledException => null,
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => ErrorCodes.InvalidJson,
        BadHttpRequestException => ErrorCodes.InvalidMessage,
        IdempotencyKeyTakenException => ErrorCodes.Unavailable,
        _ => MessageMetrics.CodeOf(exception),
    };
}
