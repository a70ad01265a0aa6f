using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using VideoChat.Api.ErrorHandling;
using VideoChat.Application.RateLimiting;

namespace VideoChat.Api.RateLimiting;

/// <summary>A limit of one action on top of the one for all requests. A refusal shows this limit in the headers.</summary>
/// <param name="name">Names the policy.</param>
/// <param name="limit">Requests of one address in 60 seconds.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ActionRateLimitAttribute(string name, int limit) : Attribute, IAsyncResourceFilter
{
    private readonly RateLimitPolicy _policy = new(name, limit, TimeSpan.FromSeconds(60));

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (!http.RequestServices.GetRequiredService<IOptions<RateLimitingOptions>>().Value.Enabled)
        {
            await next();
            return;
        }

        var decision = await http.RequestServices.GetRequiredService<IRateLimiter>().TakeAsync(_policy, http.ClientAddress());
        if (decision.IsAllowed)
            await next();
        else
            await RateLimitHeaders.RefuseAsync(http, _policy, decision);
    }
}
