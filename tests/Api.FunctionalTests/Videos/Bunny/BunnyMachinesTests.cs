using VideoChat.Api.FunctionalTests.Support;
using VideoChat.BunnyEmulator;

namespace VideoChat.Api.FunctionalTests.Videos.Bunny;

/// <summary>
/// Tests two machines on one PostgreSQL. Each has a separate emulator, so the tests know which machine sent a request.
/// </summary>
public sealed class BunnyMachinesTests
{
    [Test]
    public async Task LiveStreams_WhenThereAreTwoMachines_ArePolledByOneAndByTheOtherAfterItsDeath()
    {
        PostgresDatabase.IgnoreWithoutServer();
        await using var database = await PostgresDatabase.CreateAsync();
        (string, string)[] settings = [("Database__Provider", "Postgres"), ("ConnectionStrings__Default", database.ConnectionString)];
        await using var first = await BunnyServer.StartAsync(settings);
        var room = await first.Api.CreateRoomAsync();
        await first.Api.PostJsonAsync($"/rooms/{room}/live-stream", new { title = "Friday" });
        await WaitForQuestionsAsync(first);
        await using var second = await BunnyServer.StartAsync(settings);

        await WaitForQuestionsAsync(first, more: 2);
        var askedBySecond = QuestionsTo(second);
        await first.Api.KillAsync();
        await WaitForQuestionsAsync(second);

        Assert.That(askedBySecond, Is.Zero);
    }

    private static Task WaitForQuestionsAsync(BunnyServer server, int more = 1)
    {
        var before = QuestionsTo(server);
        return Eventually.BeTrueAsync(() => QuestionsTo(server) >= before + more, "the provider is asked for the live stream");
    }

    private static int QuestionsTo(BunnyServer server) =>
        server.Bunny.Requests.Count(request => request.StartsWith($"GET /library/{EmulatedBunny.LibraryId}/live/", StringComparison.Ordinal));
}
