using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Hosting;

[Parallelizable(ParallelScope.All)]
public sealed class ConfigurationTests
{
    [Test]
    public async Task Start_WhenAValueIsWrong_EndsTheProcessWithOneLineThatNamesTheKey()
    {
        var (exitCode, log) = await ApiServer.StartFailingAsync(("RateLimiting__Requests", "0"));

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(log.Split('\n'), Has.One.Contains("RateLimiting:Requests"));
    }

    [Test]
    public void Start_ByDefault_KeepsTheDatabaseInTheStorage() =>
        Assert.That(File.Exists(Path.Combine(SharedServer.Api.Storage, "videochat.db")));

    [Test]
    public async Task Start_WhenTheStorageIsMissing_CreatesIt()
    {
        using var folder = new TemporaryFolder();
        await using var api = await ApiServer.StartAsync(("Storage__Path", Path.Combine(folder.Path, "a", "b")));

        Assert.That(File.Exists(Path.Combine(folder.Path, "a", "b", "videochat.db")));
    }

    [Test]
    public async Task Start_WhenADatabaseIsNamed_UsesIt()
    {
        using var folder = new TemporaryFolder();
        await using var api = await ApiServer.StartAsync(
            ("ConnectionStrings__Default", $"Data Source={Path.Combine(folder.Path, "other.db")}"));

        await api.CreateUserAsync();

        Assert.That(File.Exists(Path.Combine(folder.Path, "other.db")));
        Assert.That(File.Exists(Path.Combine(api.Storage, "videochat.db")), Is.False);
    }

    [Test]
    public async Task Start_WithoutAnAddress_ListensOnLocalPort8000()
    {
        // If the port is in use on the test machine, the error message names the port.
        string? log;
        try
        {
            await using var api = await ApiServer.StartAsync(("ASPNETCORE_URLS", ""));
            log = api.Log;
        }
        catch (InvalidOperationException exception)
        {
            log = exception.Message;
        }

        Assert.That(log, Does.Match(@"http://(localhost|127\.0\.0\.1|\[::1\]):8000"));
    }

    [Test]
    public async Task MaxLength_WhenItIsConfigured_IsTheLongestContent()
    {
        var api = await SharedServer.ReducedAsync();
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());

        using var longest = await api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = new string('x', SharedServer.ShortMessage) });
        using var longer = await api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = new string('x', SharedServer.ShortMessage + 1) });

        Assert.That((int)longest.StatusCode, Is.EqualTo(200));
        await Expect.ValidationErrorsAsync(longer, "content");
    }
}
