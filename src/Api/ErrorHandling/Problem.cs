using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using VideoChat.Application.Common;

namespace VideoChat.Api.ErrorHandling;

/// <summary>The body of every error (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>: the status says what kind of error it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One sentence for people, enough for a client that reads only this.</param>
/// <param name="TraceId">Finds the request in the logs.</param>
public record Problem(string Type, string Title, [Range(400, 599)] int Status, string Detail, string TraceId)
{
    internal const string ContentType = "application/problem+json";

    /// <summary>Writes an error as the answer, whatever <c>Accept</c> says.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail, TimeSpan? retryAfter = null) =>
        WriteAsync(context, new Problem("about:blank", TitleOf(status), status, detail, TraceIdOf(context)), retryAfter);

    /// <summary>Writes what a request broke, by field.</summary>
    public static Task WriteAsync(HttpContext context, IReadOnlyDictionary<string, string[]> errors)
    {
        const int Status = StatusCodes.Status422UnprocessableEntity;
        var detail = ValidationErrors.ToSentence(errors);
        return WriteAsync(
            context, new ValidationProblem("about:blank", TitleOf(Status), Status, detail, TraceIdOf(context), errors), null);
    }

    /// <summary>The id under which the request is logged.</summary>
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
            // Nobody is there to read it. An error handler that throws would be logged as a fault of ours.
        }
    }

    private static string TitleOf(int status) => ReasonPhrases.GetReasonPhrase(status);
}

/// <summary>The body of a 422.</summary>
/// <param name="Type">Always <c>about:blank</c>.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">422.</param>
/// <param name="Detail">All errors in one sentence.</param>
/// <param name="TraceId">Finds the request in the logs.</param>
/// <param name="Errors">What is wrong, by the name of the field.</param>
public sealed record ValidationProblem(
    string Type, string Title, [Range(422, 422)] int Status, string Detail, string TraceId,
    [property: JsonPropertyOrder(1)] IReadOnlyDictionary<string, string[]> Errors)
    : Problem(Type, Title, Status, Detail, TraceId);
