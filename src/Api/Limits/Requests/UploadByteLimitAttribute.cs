using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Requests;

/// <summary>
/// Limits the bytes of files that one address sends in any hour (<see cref="RateLimitingOptions.UploadBytesPerHour"/>). A transfer counts
/// with its announced length even if it is interrupted, because the received part was written.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UploadByteLimitAttribute : Attribute, IAsyncResourceFilter, IOrderedFilter
{
    /// <summary>After <see cref="Http.VideoFileAttribute"/>, which has checked the length.</summary>
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
