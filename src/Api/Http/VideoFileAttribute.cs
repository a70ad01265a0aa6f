using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VideoChat.Infrastructure.Videos;

namespace VideoChat.Api.Http;

/// <summary>Requires a video file as the body, and checks its type and size. The action reads the body.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VideoFileAttribute : Attribute, IResourceFilter
{
    private const string Identity = "identity";

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        var maxBytes = http.RequestServices.GetRequiredService<IOptions<UploadsOptions>>().Value.MaxBytes;

        if (!IsVideo(http.Request))
            throw new BadHttpRequestException(
                "The content type must be video/* or application/octet-stream.", StatusCodes.Status415UnsupportedMediaType);
        // RFC 9110, §14.5: a server without support for partial PUT should reject Content-Range with 400. Without this check, a
        // part would be stored as the whole file.
        if (http.Request.Headers.ContainsKey(HeaderNames.ContentRange))
            throw new BadHttpRequestException(
                "Content-Range is not supported: send the whole file.", StatusCodes.Status400BadRequest);
        if (IsEncoded(http.Request))
        {
            // RFC 9110, §15.5.16: a 415 response to an unsupported content coding names the supported ones in Accept-Encoding.
            // The header is set when the response starts, because the exception handler clears earlier headers.
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.AcceptEncoding = Identity;
                return Task.CompletedTask;
            });
            throw new BadHttpRequestException(
                "Content-Encoding is not supported: send the file as it is.", StatusCodes.Status415UnsupportedMediaType);
        }
        if (http.Request.ContentLength is not { } length)
            throw new BadHttpRequestException("The upload needs a Content-Length.", StatusCodes.Status411LengthRequired);
        if (length > maxBytes)
            throw new BadHttpRequestException(
                $"The file is larger than {maxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
        // Kestrel's minimum rate is off, because PacedStream enforces the minimum rate of uploads.
        if (http.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    private static bool IsEncoded(HttpRequest request) => request.Headers.ContentEncoding
        .SelectMany(value => value!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Any(coding => !coding.Equals(Identity, StringComparison.OrdinalIgnoreCase));

    private static bool IsVideo(HttpRequest request) =>
        request.GetTypedHeaders().ContentType is { } type
        && (type.Type.Equals("video", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase));
}
