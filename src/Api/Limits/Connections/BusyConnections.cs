namespace VideoChat.Api.Limits.Connections;

/// <summary>Marks a connection as busy while one of its requests is in progress (<see cref="ConnectionPlaces"/>).</summary>
internal sealed class BusyConnections(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var place = context.Features.Get<ConnectionPlaces.Place>();
        place?.BeginRequest();
        try
        {
            await next(context);
        }
        finally
        {
            place?.EndRequest();
        }
    }
}
