using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace VideoChat.Api.Limits.Requests;

/// <summary>
/// Limits the bytes of posted messages. The limit is an action filter because it needs the content, and because a repeated
/// idempotency key must be answered without counting.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MessageByteLimitAttribute : Attribute, IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var http = context.HttpContext;
        var isEnabled = http.RequestServices.GetRequiredService<IOptions<RateLimitingOptions>>().Value.Enabled;
        if (!isEnabled || context.ActionArguments.Values.OfType<IHasContent>().SingleOrDefault()?.Content is not { } content)
        {
            await next();
            return;
        }

        var bytes = http.RequestServices.GetRequiredService<MessageBytes>();
        var decision = await bytes.TakeAsync(http.ClientAddress(), content);
        if (decision.IsAllowed)
        {
            await next();
            return;
        }
        await RateLimitHeaders.RefuseAsync(http, bytes.Detail, decision.RetryAfter);
        context.Result = new EmptyResult();
    }
}

/// <summary>A request body with the content of a message.</summary>
internal interface IHasContent
{
    string Content { get; }
}
