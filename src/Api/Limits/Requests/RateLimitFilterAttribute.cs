using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using VideoChat.Application.Limits;

namespace VideoChat.Api.Limits.Requests;

/// <summary>Limits one action in addition to the general limit. The headers of a 429 response show this limit.</summary>
internal abstract class RateLimitFilterAttribute : Attribute, IAsyncResourceFilter
{
    protected abstract RateLimitPolicy PolicyOf(RateLimitingOptions options);

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        var options = http.RequestServices.GetRequiredService<IOptions<RateLimitingOptions>>().Value;
        if (!options.Enabled)
        {
            await next();
            return;
        }

        var policy = PolicyOf(options);
        var decision = await http.RequestServices.GetRequiredService<IRateLimiter>().TakeAsync(policy, http.ClientAddress());
        if (decision.IsAllowed)
            await next();
        else
            await RateLimitHeaders.RefuseAsync(http, policy, decision);
    }
}
