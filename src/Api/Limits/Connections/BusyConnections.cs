namespace VideoChat.Api.Limits.Connections;

/// <summary>Marks a connection as busy while it processes a request (<see cref="ConnectionSlots"/>).</summary>
internal sealed class BusyConnections(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var slot = context.Features.Get<ConnectionSlots.Slot>();
        slot?.BeginRequest();
        try
        {
            await next(context);
        }
        finally
        {
            slot?.EndRequest();
        }
    }
}
