using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>Lets a test in another process kill, stop and start a server: POST to the name of the action.</summary>
internal sealed class ServerControl : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServerControl(WebApplication app) => _app = app;

    public string Address => $"{_app.Urls.Single()}/";

    public static async Task<ServerControl> StartAsync(ApiServer server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/kill", server.KillAsync);
        app.MapPost("/start", () => server.StartAsync());
        app.MapPost("/stop", () =>
        {
            server.Terminate();
            return server.WaitForExitAsync();
        });
        await app.StartAsync();
        return new ServerControl(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
