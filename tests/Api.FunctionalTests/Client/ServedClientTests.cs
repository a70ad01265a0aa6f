using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>The server serves the files of src/Client/src unchanged.</summary>
public sealed class ServedClientTests
{
    private static readonly string Sources = Path.Combine(ClientPackage.Folder, "src");

    private static IEnumerable<string> Modules() =>
        Directory.EnumerateFiles(Sources, "*.js", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Sources, file));

    [TestCaseSource(nameof(Modules))]
    public async Task Get_AModuleOfTheClient_IsTheFileItself(string module)
    {
        using var response = await SharedServer.Api.SendAsync(HttpMethod.Get, $"/chat/client/{module}");

        var body = await response.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/javascript"));
            Assert.That(body, Is.EqualTo(File.ReadAllText(Path.Combine(Sources, module))));
        });
    }
}
