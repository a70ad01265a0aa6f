using System.Globalization;
using VideoChat.Api.FunctionalTests.LiveStreams.Local;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Webhooks;

namespace VideoChat.Api.FunctionalTests.Abuse;

/// <summary>
/// People come, talk, upload, stream, break off and come back for as long as one likes, and partners are told of it; then the server
/// holds what it held before. Half a minute here; <c>VIDEOCHAT_SOAK_SECONDS=600 dotnet test tests/Api.FunctionalTests --filter SoakTests</c> is ten minutes.
/// </summary>
[NonParallelizable]
public sealed class SoakTests
{
    private const int Workers = 8;
    private const long Mebibyte = 1_024 * 1_024;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("VIDEOCHAT_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 30);

    [Test]
    public async Task Server_WhenPeopleComeAndGoForLong_HoldsWhatItHeldBefore()
    {
        // The collector gives memory back that it does not need.
        await using var api = await LiveCalls.StartServerAsync(
            [.. WebhookServer.Settings, ApiServer.WellCompiled, ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCConserveMemory", "7")]);
        await using var partner = await WebhookReceiver.StartAsync();
        partner.Answer("/refuses", 500);
        var rooms = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.CreateRoomAsync()));
        var takes = await api.CreateWebhookAsync(
            partner.UrlOf("/takes"), null, "user.joined", "user.left", "live_stream.created", "live_stream.ended", "video.upload_created");
        await api.CreateWebhookAsync(partner.UrlOf("/refuses"), rooms[1]);
        var users = await Task.WhenAll(Enumerable.Range(0, Workers).Select(i => api.CreateUserAsync($"soak-{i}")));
        await ChurnAsync(api, rooms, users, Duration / 3, _ => { });
        await api.WaitForConnectionsAsync(0);
        var (handles, threads) = (CountOf(api, "fd"), CountOf(api, "task"));

        var memory = new List<long>();
        await ChurnAsync(api, rooms, users, Duration * 2 / 3, memory.Add);
        await api.WaitForConnectionsAsync(0);

        var (early, late) = (MedianOf(memory[..(memory.Count / 3)]), MedianOf(memory[(memory.Count * 2 / 3)..]));
        await TestContext.Out.WriteLineAsync(
            $"working set {early / Mebibyte} MiB, at the end {late / Mebibyte} MiB; handles {handles}, {CountOf(api, "fd")}; threads {threads}, {CountOf(api, "task")}");
        await Eventually.BeTrueAsync(() => CountOf(api, "fd") <= handles + 10, $"there are {handles} open files as before");
        await Eventually.BeTrueAsync(() => CountOf(api, "task") <= threads + 8, $"there are {threads} threads as before");
        await Eventually.BeTrueAsync(
            async () => (await api.ListDeliveriesAsync(takes, "?state=pending")).Count == 0, "the partner has been told everything");
        Assert.That(late, Is.LessThan((early * 5 / 4) + (32 * Mebibyte)), "memory is flat");
        Assert.That(api.Errors, Is.Empty);
    }

    /// <summary>Everybody does what people do until the time is over; somebody watches the memory.</summary>
    private static async Task ChurnAsync(ApiServer api, Guid[] rooms, TestUser[] users, TimeSpan duration, Action<long> watch)
    {
        using var enough = new CancellationTokenSource(duration);
        var talking = users.Select((user, number) => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
                await DoOneThingAsync(api, rooms[(i + number) % rooms.Length], user, i);
        }));
        var working = Task.WhenAll([.. talking, StreamAsync(api, rooms[^1], enough.Token)]);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (!working.IsCompleted && await timer.WaitForNextTickAsync())
            watch(api.WorkingSet);
        await working;
    }

    private static async Task DoOneThingAsync(ApiServer api, Guid room, TestUser user, int number)
    {
        switch (number % 10)
        {
            case 0:
                await api.PostJsonAsync($"/rooms/{room}/join", new { user_id = user.Id });
                break;
            case 1:
                await api.PostJsonAsync($"/rooms/{room}/leave", new { user_id = user.Id });
                break;
            case 2:
                await api.PostMessageAsync(room, user, $"over HTTP {number}");
                break;
            case 3:
                await api.GetJsonAsync($"/rooms/{room}/messages?limit=50");
                break;
            case 4 when number % 100 == 4:
                using (await api.PutFileAsync((await api.CreateUploadAsync(room)).IdOf(), new byte[20_000]))
                {
                }
                break;
            default:
                await TalkAsync(api, room, user, number);
                break;
        }
    }

    /// <summary>Opens a live stream and thinks better of it, again and again: each is a program of ffmpeg that listens.</summary>
    private static async Task StreamAsync(ApiServer api, Guid room, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (Ffmpeg.IsInstalled && !enough.IsCancellationRequested)
        {
            var stream = await api.CreateLiveStreamAsync(room);
            await api.StopLiveStreamAsync(room, stream);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Comes, talks, breaks off or says goodbye, and comes back for what was missed.</summary>
    private static async Task TalkAsync(ApiServer api, Guid room, TestUser user, int number)
    {
        long seen;
        await using (var client = await RoomClient.JoinAsync(api, room, user))
        {
            for (var i = 0; i < 3; i++)
                await client.SayAsync($"over a socket {number} {i}");
            seen = (await client.ReceiveAsync("message")).Seq();
            if (number % 2 == 0)
                await client.CloseAsync();
        }
        await using var again = await RoomClient.JoinAsync(api, room, user, seen);
        await again.DrainAsync();
    }

    private static int CountOf(ApiServer api, string what) => Directory.GetFileSystemEntries($"/proc/{api.ProcessId}/{what}").Length;

    private static long MedianOf(List<long> values) => values.Order().ElementAt(values.Count / 2);
}
