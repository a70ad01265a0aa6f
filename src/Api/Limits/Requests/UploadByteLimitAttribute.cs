using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Requests;

/// <summary>
/// Limits the bytes of files that one address sends within an hour. An interrupted transfer counts with its full
/// <c>Content-Length</c>, because its received part was written to disk.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UploadByteLimitAttribute : Attribute, IAsyncResourceFilter, IOrderedFilter
{
    /// <summary>Runs the filter after <see cref="Http.VideoFileAttribute"/>, because that filter checks the length.</summary>
    public int Order => 1;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var options = http.RequestServices.GetRequiredService<IOptions<RateLimitingOptions>>().Value;
        if (!options.Enabled)
        {
            await next();
            return;
        }

        var decision = await http.RequestServices.GetRequiredService<ByteLimiter>()
            .TakeAsync(options.UploadByteLimit, http.ClientAddress(), http.Request.ContentLength ?? 0);
        if (decision.IsAllowed)
            await next();
        else
            await RateLimitHeaders.RefuseAsync(http, $"Rate limit exceeded: {options.UploadBytesPerHour} bytes of files per hour.", decision.RetryAfter);
    }
}
