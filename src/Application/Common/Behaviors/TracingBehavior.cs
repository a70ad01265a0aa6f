using MediatR;

namespace VideoChat.Application.Common.Behaviors;

/// <summary>Starts a span for each command and query. The behavior is registered only if spans are exported.</summary>
public sealed class TracingBehavior<TRequest, TResponse> : IPipelineBehavior<TRequest, TResponse>
{
    private static readonly string Name = typeof(TRequest).Name
        .Replace("Command", "", StringComparison.Ordinal).Replace("Query", "", StringComparison.Ordinal);

    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var activity = Telemetry.Activities.StartActivity(Name);
        try
        {
            return await next();
        }
        catch (Exception exception)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
            activity?.SetTag(Telemetry.ErrorTag, exception.GetType().Name);
            throw;
        }
    }
}
