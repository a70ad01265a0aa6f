using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FluentValidation;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Formatters;
using VideoChat.Api.ErrorHandling;
using VideoChat.Api.Http;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.Controllers.Binding;

/// <summary>
/// Reads JSON bodies. Unlike the formatter of ASP.NET Core, it distinguishes invalid JSON (400) from JSON of the wrong shape
/// (422).
/// </summary>
internal sealed class JsonBodyFormatter : TextInputFormatter, IInputFormatterExceptionPolicy
{
    public JsonBodyFormatter()
    {
        SupportedMediaTypes.Add("application/json");
        SupportedMediaTypes.Add("application/*+json");
        SupportedEncodings.Add(Encoding.UTF8);
    }

    // With this policy, exceptions reach the exception handler instead of the model state.
    public InputFormatterExceptionPolicy ExceptionPolicy => InputFormatterExceptionPolicy.MalformedInputExceptions;

    // An empty body without a content type must lead to 400 and not to 415.
    public override bool CanRead(InputFormatterContext context) =>
        base.CanRead(context) || IsEmpty(context.HttpContext.Request);

    public override async Task<InputFormatterResult> ReadAsync(InputFormatterContext context)
    {
        var request = context.HttpContext.Request;
        if (!IsEmpty(request) && (!HasUtf8(request) || request.Headers.ContentEncoding.Count > 0))
            throw new BadHttpRequestException(
                "The body must be in UTF-8 and not compressed.", StatusCodes.Status415UnsupportedMediaType);

        var body = await RequestBody.ReadAsync(request, context.HttpContext.RequestAborted);
        context.HttpContext.Features.Set(body);
        return await InputFormatterResult.SuccessAsync(Parse(WithoutMark(body.Bytes.Span), context.ModelType));
    }

    public override Task<InputFormatterResult> ReadRequestBodyAsync(InputFormatterContext context, Encoding encoding) =>
        ReadAsync(context);

    private static object Parse(ReadOnlySpan<byte> json, Type type)
    {
        CheckSyntax(json);
        try
        {
            JsonShape.Of(type).Check(json);
            return JsonSerializer.Deserialize(json, type, VideoChatJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw JsonShape.Of(type).Explain(exception);
        }
        catch (InvalidOperationException)
        {
            // The exception means that a member name contains an unpaired surrogate.
            throw ValidationErrors.Of("body", "must be valid Unicode");
        }
    }

    private static void CheckSyntax(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            throw new BadHttpRequestException("The body is empty; a JSON object is required.");
        if (!Utf8.IsValid(json))
            throw new BadHttpRequestException("The body is not valid UTF-8.");
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            throw new BadHttpRequestException("The body is not valid JSON.");
        }
    }

    private static bool IsEmpty(HttpRequest request) =>
        request.ContentLength == 0
        || (request is { ContentLength: null, ContentType: null }
            // A chunked body has no Content-Length, so only this feature can tell that a body exists.
            && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true);

    private static bool HasUtf8(HttpRequest request) =>
        request.GetTypedHeaders().ContentType?.Charset is not { HasValue: true } charset
        || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        || charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) =>
        json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
}
