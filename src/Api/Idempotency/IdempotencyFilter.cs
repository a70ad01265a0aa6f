using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Http;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;

namespace VideoChat.Api.Idempotency;

/// <summary>
/// Implements <c>Idempotency-Key</c> for POST. The first response is stored together with the changes of its request, and a
/// repeated request returns the stored response. Concurrent requests with the same key run one after the other on one machine;
/// across machines, the first commit wins.
/// </summary>
internal sealed class IdempotencyFilter(IIdempotencyStore store, IdempotencyScope scope, KeyedLock<IdempotencyName> inProgress)
    : IAsyncActionFilter
{
    public const string Header = "Idempotency-Key";

    private const int MaxKeyLength = 255;

    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        if (Read(context) is not { } request)
        {
            await next();
            return;
        }

        using var acquired = await inProgress.AcquireAsync(request.Name, context.HttpContext.RequestAborted);
        if (await TryAnswerAsync(context, request))
            return;

        scope.Request = request;
        var executed = await next();
        // A request on another machine has committed first, so its response is returned.
        if (executed.Exception is IdempotencyKeyTakenException && await FindAsync(request, context) is { } answer)
        {
            executed.Exception = null;
            executed.Result = answer;
        }
    }

    /// <summary>Returns the request if it has a key. A client id in the body takes precedence over the header.</summary>
    private static IdempotentRequest? Read(ActionExecutingContext context)
    {
        var http = context.HttpContext.Request;
        if (!HttpMethods.IsPost(http.Method) || !http.Headers.TryGetValue(Header, out var values))
            return null;
        if (values is not [{ Length: >= 1 and <= MaxKeyLength } key] || key.Any(c => c is < ' ' or > '~'))
            throw ValidationErrors.Of("idempotency_key", $"must be 1 to {MaxKeyLength} printable ASCII characters");
        if (context.ActionArguments.Values.OfType<IHasClientId>().Any(request => request.ClientId is not null))
            return null;

        var body = context.HttpContext.Features.Get<RequestBody>()?.Bytes ?? default;
        return new IdempotentRequest(
            new IdempotencyName(http.Method, http.Path.Value!, key), Convert.ToHexString(SHA256.HashData(body.Span)));
    }

    private async Task<bool> TryAnswerAsync(ActionExecutingContext context, IdempotentRequest request)
    {
        context.Result = await FindAsync(request, context);
        return context.Result is not null;
    }

    private async Task<IActionResult?> FindAsync(IdempotentRequest request, FilterContext context)
    {
        if (await store.FindAsync(request.Name, context.HttpContext.RequestAborted) is not { } answer)
            return null;
        if (answer.Fingerprint != request.Fingerprint)
            throw new DomainException("This Idempotency-Key was used before, with another body.");
        return new ContentResult { Content = answer.Json, ContentType = "application/json; charset=utf-8" };
    }
}

internal interface IHasClientId
{
    string? ClientId { get; }
}
