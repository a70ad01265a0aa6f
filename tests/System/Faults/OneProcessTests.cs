using System.Net;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

/// <summary>Only one process at a time uses a SQLite database and its folder.</summary>
public sealed class OneProcessTests
{
    private ApiServer _api = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _api.DisposeAsync();

    [Test]
    public async Task Start_WhenAnotherProcessUsesTheFolder_EndsWithALineThatNamesBothAndTouchesNothing()
    {
        var part = Path.Combine(Directory.CreateDirectory(Path.Combine(_api.Storage, "uploads")).FullName, $"{Guid.NewGuid()}-{Guid.NewGuid():N}.part");
        await File.WriteAllTextAsync(part, "a file that the first process is receiving");
        using var elsewhere = new TemporaryFolder();

        var seconds = await Task.WhenAll(
            ApiServer.StartFailingAsync(("Storage__Path", _api.Storage)),
            // The first start uses the same database from another folder, and the second the same folder with another database.
            ApiServer.StartFailingAsync(
                ("Storage__Path", elsewhere.Path), ("ConnectionStrings__Default", $"Data Source={_api.Storage}/videochat.db")),
            ApiServer.StartFailingAsync(
                ("Storage__Path", _api.Storage), ("ConnectionStrings__Default", $"Data Source={elsewhere.Path}/other.db")));

        foreach (var (exitCode, log) in seconds)
        {
            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(
                log.Split('\n').Where(line => line.Contains("\"level\":\"critical\"", StringComparison.Ordinal)),
                Has.One.Contains(_api.Storage).And.One.Contains($"process {_api.ProcessId}."));
        }
        Assert.That(File.Exists(part));
        Assert.That((await _api.PostMessageAsync(await _api.CreateRoomAsync(), await _api.CreateUserAsync(), "hello")).Seq(), Is.EqualTo(1));
    }

    [Test]
    public async Task Start_WhileTheOneBeforeEnds_WaitsAndServes()
    {
        await using var first = await ApiServer.StartAsync();
        var room = await first.CreateRoomAsync();
        await using var second = ApiServer.Launched(("Storage__Path", first.Storage));
        await Eventually.BeTrueAsync(() => second.Log.Contains("Now listening", StringComparison.Ordinal), "the second process lives");

        first.Terminate();
        await second.WaitUntilReadyAsync();

        Assert.That(await first.WaitForExitAsync(), Is.Zero);
        using var response = await second.GetAsync($"/rooms/{room}");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Database_WhenItsFileIsRemoved_IsUnhealthyAndRefusesWritesUntilItIsBack()
    {
        var (room, ada) = (await _api.CreateRoomAsync(), await _api.CreateUserAsync("ada"));
        var file = Path.Combine(_api.Storage, "videochat.db");

        File.Move(file, file + ".elsewhere");

        using var refused = await _api.PostAsync($"/rooms/{room}/messages", new { user_id = ada.Id, content = "hello" });
        await Expect.ProblemAsync(refused, HttpStatusCode.ServiceUnavailable);
        using var health = await _api.GetAsync("/health");
        var body = await health.ReadJsonAsync();
        Assert.That((health.StatusCode, body.Text("status")), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "unhealthy")));
        Assert.That(body.Text("reason"), Does.Contain("moved, removed or replaced"));
        using var ready = await _api.GetAsync("/health/ready");
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await Eventually.BeTrueAsync(() => _api.Log.Contains("writes are refused until the same file is back", StringComparison.Ordinal), "the log says so");

        File.Move(file + ".elsewhere", file);
        Assert.That((await _api.PostMessageAsync(room, ada, "hello")).Seq(), Is.EqualTo(1));
    }
}
