using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.ErrorHandling;

/// <summary>The body of every error response (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>, because the status identifies the kind of error.</param>
/// <param name="Title">The reason phrase of the status.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">The error, as one sentence.</param>
/// <param name="TraceId">The id under which the server logged the request.</param>
public record Problem(string Type, string Title, [Range(400, 599)] int Status, string Detail, string TraceId)
{
    internal const string ContentType = "application/problem+json";

    /// <summary>Writes an error response and ignores the <c>Accept</c> header.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail, TimeSpan? retryAfter = null) =>
        WriteAsync(context, new Problem("about:blank", TitleOf(status), status, detail, TraceIdOf(context)), retryAfter);

    public static Task WriteAsync(HttpContext context, IReadOnlyDictionary<string, string[]> errors)
    {
        const int Status = StatusCodes.Status422UnprocessableEntity;
        var detail = ValidationErrors.ToSentence(errors);
        return WriteAsync(
            context, new ValidationProblem("about:blank", TitleOf(Status), Status, detail, TraceIdOf(context), errors), null);
    }

    public static string TraceIdOf(HttpContext context) =>
        Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    private static async Task WriteAsync<TProblem>(HttpContext context, TProblem problem, TimeSpan? retryAfter)
        where TProblem : Problem
    {
        context.Response.StatusCode = problem.Status;
        if (retryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        try
        {
            await context.Response.WriteAsJsonAsync(problem, VideoChatJson.Options, ContentType, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected. The exception is ignored, because rethrowing it would log the disconnect as an internal error.
        }
    }

    private static string TitleOf(int status) => ReasonPhrases.GetReasonPhrase(status);
}

/// <summary>The body of a 422 response.</summary>
/// <param name="Type">Always <c>about:blank</c>.</param>
/// <param name="Title">The reason phrase of the status.</param>
/// <param name="Status">Always 422.</param>
/// <param name="Detail">All errors in one sentence.</param>
/// <param name="TraceId">The id under which the server logged the request.</param>
/// <param name="Errors">The errors of each field.</param>
public sealed record ValidationProblem(
    string Type, string Title, [Range(422, 422)] int Status, string Detail, string TraceId,
    [property: JsonPropertyOrder(1)] IReadOnlyDictionary<string, string[]> Errors)
    : Problem(Type, Title, Status, Detail, TraceId);
