using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Mvc.Filters;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Messages;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.Observability;

/// <summary>
/// Counts a message that is refused, as those of sockets are counted. The limit for all requests, which comes before, says so by
/// itself.
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

    /// <summary>Null where the client has gone away: nobody was refused anything.</summary>
    private static string? CodeOf(Exception exception) => exception switch
    {
        ConnectionResetException or OperationCanceledException => null,
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => ErrorCodes.InvalidJson,
        // Too large, too slow, of another type.
        BadHttpRequestException => ErrorCodes.InvalidMessage,
        IdempotencyKeyTakenException => ErrorCodes.Unavailable,
        _ => MessageMetrics.CodeOf(exception),
    };
}
