using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>Starts the server as a page tells its reader to, but without building it, because the test has built it.</summary>
internal static class ServerPage
{
    private const string Start = "dotnet run --project src/Api";

    /// <summary>Opens the page that proves that its command starts the server.</summary>
    public static Reader OpenToRun(string page) => Open(page, (Start, "dotnet run --no-build --project src/Api"));

    /// <summary>
    /// Opens a page whose server is started without <c>dotnet run</c>. That command takes as long to start as the server.
    /// </summary>
    public static Reader OpenToServe(string page, params (string From, string To)[] replacements) =>
        Open(page, [(Start, $"ASPNETCORE_ENVIRONMENT=Development dotnet '{ApiServer.ServerFile}'"), .. replacements]);

    public static async Task StartAsync(Reader reader, Block block)
    {
        reader.At("server").Type(reader.Adapt(block).TrimEnd());
        using var http = new HttpClient();
        var ready = new Uri(reader.Environment["ASPNETCORE_URLS"] + "/health/ready");
        await Eventually.BeTrueAsync(() => IsReadyAsync(http, ready), "the server is ready", TimeSpan.FromMinutes(2));
    }

    private static Reader Open(string page, params (string From, string To)[] replacements)
    {
        Programs.Require("curl");
        var origin = $"http://127.0.0.1:{FreePort.Find()}";
        var reader = new Reader(page, origin, replacements);
        reader.Environment["ASPNETCORE_URLS"] = origin;
        reader.Environment["Storage__Path"] = reader.Folder;
        return reader;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri ready)
    {
        try
        {
            using var response = await http.GetAsync(ready);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
