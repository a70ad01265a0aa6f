using System.Diagnostics;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Hosting;

public sealed class StartTests
{
    [Test]
    public async Task Start_WhenTheLimitsNeedMoreFilesThanThereMayBe_WarnsOnce()
    {
        const int Each = 1_000_000;
        await using var api = await ApiServer.StartAsync(("Limits__MaxWebSockets", $"{Each}"), ("Limits__MaxConnections", $"{Each}"));

        await AssertWarnsOfTooFewFilesAsync(api, Each);
    }

    [Test]
    public async Task Start_OnAnEmptyStorageWithFewSockets_AnswersSoonAndWarnsOfNothing()
    {
        const int Each = 10;
        var started = Stopwatch.GetTimestamp();
        await using var api = await ApiServer.StartAsync(("Limits__MaxWebSockets", $"{Each}"), ("Limits__MaxConnections", $"{Each}"));

        using var response = await api.GetAsync("/health/live");

        Assert.That(response.IsSuccessStatusCode);
        await AssertWarnsOfTooFewFilesAsync(api, Each);
        await TestContext.Out.WriteLineAsync($"From start to answer: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
    }

    [Test]
    public async Task Start_WhenTheServerWasKilled_HasWhatWasAnswered()
    {
        await using var api = await ApiServer.StartAsync();
        var (ada, room) = (await api.CreateUserAsync(), await api.CreateRoomAsync());
        await api.PostJsonAsync($"/rooms/{room}/join", new { user_id = ada.Id });
        var posted = await api.PostMessageAsync(room, ada, "hello");
        await api.KillAsync();

        await api.StartAsync();

        Assert.That((await api.GetJsonAsync($"/users/{ada.Id}")).Text("username"), Is.EqualTo(ada.Username));
        Assert.That((await api.GetJsonAsync($"/rooms/{room}")).GetProperty("users")[0].GetGuid(), Is.EqualTo(ada.Id));
        Assert.That((await api.GetJsonAsync($"/rooms/{room}/messages"))[0].GetRawText(), Is.EqualTo(posted.GetRawText()));
    }

    private static async Task AssertWarnsOfTooFewFilesAsync(ApiServer api, int each)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{api.ProcessId}/limits")).Single(line => line.StartsWith("Max open files"));
        var files = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        var isTooFew = long.TryParse(files, out var limit) && limit < 2 * each;
        Assert.That(api.Log.Split("ulimit -n").Length - 1, Is.EqualTo(isTooFew ? 1 : 0), files);
    }
}
