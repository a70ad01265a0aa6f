using FluentValidation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using VideoChat.Api.Http;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Api.ErrorHandling;

/// <summary>
/// Maps the exceptions of requests to HTTP statuses. Middleware that rejects a request without an exception sets its own status.
/// </summary>
internal sealed partial class ProblemDetailsExceptionHandler(DatabaseState database, ILogger<ProblemDetailsExceptionHandler> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        await WriteAsync(context, exception);
        return true;
    }

    private Task WriteAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ValidationException validation:
                return Problem.WriteAsync(context, ValidationErrors.ByField(validation));
            case NotFoundException:
                return Problem.WriteAsync(context, StatusCodes.Status404NotFound, exception.Message);
            case DomainException:
                return Problem.WriteAsync(context, StatusCodes.Status409Conflict, exception.Message);
            case BadHttpRequestException badRequest:
                return Problem.WriteAsync(context, badRequest.StatusCode, DetailOf(badRequest));
            case WebhookException webhook:
                return Problem.WriteAsync(
                    context,
                    webhook.IsForged ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest,
                    webhook.Message);
            case VideoGatewayException gateway:
                return Problem.WriteAsync(context, StatusOf(gateway.Failure), gateway.Message, RetryAfterOf(gateway));
            case IdempotencyKeyTakenException:
                return Problem.WriteAsync(
                    context, StatusCodes.Status503ServiceUnavailable, new UnavailableException().Message, RetryAfter);
            case UnavailableException:
            case var fault when database.TryRecordReadFault(fault):
                LogUnavailable(
                    logger, RequestNames.MethodOf(context.Request), RequestNames.RouteOf(context), exception.GetBaseException().Message);
                return Problem.WriteAsync(
                    context, StatusCodes.Status503ServiceUnavailable, new UnavailableException().Message, RetryAfter);
            case ConnectionResetException:
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return Task.CompletedTask;
            default:
                LogUnhandled(logger, exception, RequestNames.MethodOf(context.Request), RequestNames.RouteOf(context), Problem.TraceIdOf(context));
                return Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "An internal error occurred.");
        }
    }

    private static int StatusOf(VideoGatewayFailure failure) => failure switch
    {
        VideoGatewayFailure.Unavailable => StatusCodes.Status503ServiceUnavailable,
        VideoGatewayFailure.TimedOut => StatusCodes.Status504GatewayTimeout,
        VideoGatewayFailure.AlreadyUploaded => StatusCodes.Status409Conflict,
        VideoGatewayFailure.Refused => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status502BadGateway,
    };

    private static TimeSpan? RetryAfterOf(VideoGatewayException exception) =>
        exception.Failure == VideoGatewayFailure.Unavailable ? exception.RetryAfter ?? RetryAfter : exception.RetryAfter;

    private static string DetailOf(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "The request body is too large.",
        StatusCodes.Status408RequestTimeout => "The request body came too slowly.",
        _ => exception.Message,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Route}: the database is not available: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string method, string route, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed, trace {TraceId}")]
    private static partial void LogUnhandled(ILogger logger, Exception exception, string method, string route, string traceId);
}
