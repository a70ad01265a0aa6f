using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using VideoChat.Infrastructure.Videos;

namespace VideoChat.Api.Http;

/// <summary>
/// The body is a video file: of a type that can be one, with a length, not too large. It is read by nobody but the action.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VideoFileAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        var maxBytes = http.RequestServices.GetRequiredService<IOptions<UploadsOptions>>().Value.MaxBytes;

        if (!IsVideo(http.Request))
            throw new BadHttpRequestException(
                "The content type must be video/* or application/octet-stream.", StatusCodes.Status415UnsupportedMediaType);
        if (http.Request.ContentLength is not { } length)
            throw new BadHttpRequestException("The upload needs a Content-Length.", StatusCodes.Status411LengthRequired);
        if (length > maxBytes)
            throw new BadHttpRequestException(
                $"The file is larger than {maxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
        if (length == 0)
            throw new BadHttpRequestException("The file is empty.", StatusCodes.Status400BadRequest);

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
        // PacedStream has the rate of uploads.
        if (http.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    private static bool IsVideo(HttpRequest request) =>
        request.GetTypedHeaders().ContentType is { } type
        && (type.Type.Equals("video", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase));
}
