using System.Net;
using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>The README: its command starts a server, and the server answers at every address that the page names.</summary>
internal sealed partial class ReadmeTests
{
    private const int MaxLines = 120, MaxPictureBytes = 200_000;

    [Test]
    public async Task Start_AsThePageSays_ServesEveryAddressOfThePage()
    {
        await using var reader = ServerPage.OpenToRun("README.md");
        await ServerPage.StartAsync(reader, reader.Commands("Start")[0]);
        using var http = new HttpClient { BaseAddress = new Uri(reader.Environment["ASPNETCORE_URLS"]) };
        var paths = Address().Matches(await File.ReadAllTextAsync(RepositoryFile.Of("README.md"))).Select(match => match.Groups[1].Value).ToHashSet();

        foreach (var path in paths)
        {
            using var response = await http.GetAsync(path.Length > 0 ? path : "/");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        }

        Assert.That(paths, Does.Contain("/chat").And.Contain("/docs"));
        reader.AssertHasReadAll();
    }

    [Test]
    public void Page_Always_IsShort()
    {
        Assert.That(File.ReadLines(RepositoryFile.Of("README.md")).Count(), Is.LessThanOrEqualTo(MaxLines));
        Assert.That(new FileInfo(RepositoryFile.Of("docs/images/chat.png")).Length, Is.LessThanOrEqualTo(MaxPictureBytes));
    }

    [GeneratedRegex("http://localhost:8000([/a-z.]*)")]
    private static partial Regex Address();
}
