using Microsoft.Playwright;

namespace VideoChat.Web.FunctionalTests.Support;

/// <summary>Blocks the sockets of a page while its HTTP requests succeed.</summary>
internal sealed class HeldSockets
{
    private readonly List<IWebSocketRoute> _routes = [];

    public bool AreHeld { get; set; }

    public static async Task<HeldSockets> OfAsync(IPage page)
    {
        var sockets = new HeldSockets();
        await page.RouteWebSocketAsync("**/ws/**", sockets.Route);
        return sockets;
    }

    /// <summary>Aborts the open sockets and blocks new ones.</summary>
    public async Task HoldAsync()
    {
        AreHeld = true;
        foreach (var route in _routes)
            await route.CloseAsync(new() { Code = 4_000 });
        _routes.Clear();
    }

    private void Route(IWebSocketRoute route)
    {
        if (AreHeld)
        {
            _ = route.CloseAsync(new() { Code = 4_000 });
            return;
        }
        _routes.Add(route);
        route.ConnectToServer();
    }
}
