using Microsoft.AspNetCore.Mvc.Filters;
using VideoChat.Application.Messages;
using VideoChat.Application.Realtime;

namespace VideoChat.Api.Observability;

/// <summary>Counts a message that is refused, as those of sockets are counted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CountsRefusalsAttribute : ExceptionFilterAttribute
{
    public override void OnException(ExceptionContext context) => MessageMetrics.Refused(
        context.Exception is BadHttpRequestException ? ErrorCodes.InvalidJson : MessageMetrics.CodeOf(context.Exception));
}
