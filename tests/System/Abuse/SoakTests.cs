using System.Globalization;
using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.LiveStreams.Local;
using VideoChat.Api.FunctionalTests.Observability;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Videos.Local;
using VideoChat.Api.FunctionalTests.Webhooks;

namespace VideoChat.SystemTests.Abuse;

/// <summary>
/// Clients join, chat, upload, stream, disconnect and reconnect, and webhooks are delivered. Afterwards the server holds what it
/// held before. The test lasts half a minute, or ten minutes with <c>tests/run.sh --all</c>.
/// </summary>
[NonParallelizable]
public sealed class SoakTests
{
    private const int Workers = 8;
    private const long Mebibyte = 1_024 * 1_024;
    private const double MaxBytesPerSocket = 1_024;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("VIDEOCHAT_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 30);

    [Test]
    public async Task Server_AfterMuchChurn_HoldsWhatItHeldBefore()
    {
        // The settings make the garbage collector return unused memory.
        await using var api = await LiveCalls.StartServerAsync(
        [
            .. WebhookServer.Settings, ApiServer.WellCompiled, ("DOTNET_gcConcurrent", "0"), ("DOTNET_GCConserveMemory", "7"),
            ("RateLimiting__Enabled", "true"), ("RateLimiting__Requests", "1000000"), ("ReverseProxy__TrustedProxies", "127.0.0.1"),
        ]);
        await using var partner = await WebhookReceiver.StartAsync();
        partner.Answer("/refuses", 500);
        var rooms = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.CreateRoomAsync()));
        var takes = await api.CreateWebhookAsync(
            partner.UrlOf("/takes"), null, "user.joined", "user.left", "live_stream.created", "live_stream.ended", "video.upload_created");
        await api.CreateWebhookAsync(partner.UrlOf("/refuses"), rooms[1]);
        var users = await Task.WhenAll(Enumerable.Range(0, Workers).Select(i => api.CreateUserAsync($"soak-{i}")));
        await ChurnAsync(api, rooms, users, Duration / 3, _ => { });
        await FillPoolAsync(api);
        await api.WaitForConnectionsAsync(0);
        var (handles, threads, heap) = (CountOf(api, "fd"), CountOf(api, "task"), await LiveHeap.MeasureAsync(api));

        var memory = new List<long>();
        var sockets = await ChurnAsync(api, rooms, users, Duration * 2 / 3, memory.Add);
        await api.WaitForConnectionsAsync(0);
        var bytesPerSocket = (await LiveHeap.MeasureAsync(api) - heap) / sockets;

        var (early, late) = (MedianOf(memory[..(memory.Count / 3)]), MedianOf(memory[(memory.Count * 2 / 3)..]));
        await TestContext.Out.WriteLineAsync(
            $"{sockets} sockets, {bytesPerSocket:0} bytes held of each; working set {early / Mebibyte} MiB, at the end {late / Mebibyte} MiB; handles {handles}, {CountOf(api, "fd")}; threads {threads}, {CountOf(api, "task")}");
        await Eventually.BeTrueAsync(() => CountOf(api, "fd") <= handles + 10, $"there are {handles} open files as before");
        await Eventually.BeTrueAsync(() => CountOf(api, "task") <= threads + 8, $"there are {threads} threads as before");
        await Eventually.BeTrueAsync(
            async () => (await api.ListDeliveriesAsync(takes, "?state=pending")).Count == 0, "the partner has received everything");
        Assert.That(bytesPerSocket, Is.LessThan(MaxBytesPerSocket), "bytes per closed socket");
        Assert.That(late, Is.LessThan((early * 5 / 4) + (32 * Mebibyte)), "memory is flat");
        Assert.That(api.Errors, Is.Empty);
    }

    /// <summary>
    /// Opens more database connections than the clients will need. The pool keeps its peak number of connections, so a later peak would
    /// look like a leak.
    /// </summary>
    private static async Task FillPoolAsync(ApiServer api)
    {
        var connections = await CountConnectionsAsync();
        using (var http = new HttpClient { BaseAddress = api.Address })
        {
            for (var round = 0; round < 20; round++)
                await Task.WhenAll(Enumerable.Range(0, 2 * Workers).Select(_ => http.GetStringAsync(new Uri("/users?limit=100", UriKind.Relative))));
        }
        await Eventually.BeTrueAsync(async () => await CountConnectionsAsync() <= connections, "the clients have disconnected");

        async Task<double> CountConnectionsAsync() => (await Metrics.ReadAsync(api)).Sum("kestrel_active_connections");
    }

    /// <summary>Runs the clients until the time is over and observes the memory. Returns the number of sockets.</summary>
    private static async Task<double> ChurnAsync(ApiServer api, Guid[] rooms, TestUser[] users, TimeSpan duration, Action<long> watch)
    {
        using var enough = new CancellationTokenSource(duration);
        var talking = Task.WhenAll(users.Select((user, number) => Task.Run(async () =>
        {
            var sockets = 0;
            for (var i = 0; !enough.IsCancellationRequested; i++)
                sockets += await DoOneThingAsync(api, rooms[(i + number) % rooms.Length], user, i);
            return sockets;
        })));
        var working = Task.WhenAll(talking, StreamAsync(api, rooms[^1], enough.Token));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (!working.IsCompleted && await timer.WaitForNextTickAsync())
            watch(api.WorkingSet);
        await working;
        return (await talking).Sum();
    }

    /// <summary>Returns the number of sockets that the action opened.</summary>
    private static async Task<int> DoOneThingAsync(ApiServer api, Guid room, TestUser user, int number)
    {
        switch (number % 10)
        {
            case 0:
                await PostAsync(api, $"/rooms/{room}/join", new { user_id = user.Id });
                return 0;
            case 1:
                await PostAsync(api, $"/rooms/{room}/leave", new { user_id = user.Id });
                return 0;
            case 2:
                await PostAsync(api, $"/rooms/{room}/messages", new { user_id = user.Id, content = $"over HTTP {number}" });
                return 0;
            case 3:
                await api.GetJsonAsync($"/rooms/{room}/messages?limit=50");
                return 0;
            case 4 when number % 100 == 4:
                var upload = await PostAsync(api, $"/rooms/{room}/video-upload", new { title = "A film" });
                using (await api.PutFileAsync(upload.IdOf(), Clip.Broken(20_000)))
                    return 0;
            default:
                return await TalkAsync(api, room, user, number);
        }
    }

    /// <summary>Creates and stops live streams repeatedly. Each has a listener.</summary>
    private static async Task StreamAsync(ApiServer api, Guid room, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (Ffmpeg.IsInstalled && !enough.IsCancellationRequested)
        {
            var stream = await PostAsync(api, $"/rooms/{room}/live-stream", new { title = "Friday" });
            await api.StopLiveStreamAsync(room, stream);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Joins, sends, disconnects with or without a close frame, and resumes.</summary>
    private static async Task<int> TalkAsync(ApiServer api, Guid room, TestUser user, int number)
    {
        long seen;
        await using (var client = await RoomClient.JoinAsync(api, room, user, headers: SomeAddress()))
        {
            for (var i = 0; i < 3; i++)
                await client.SayAsync($"over a socket {number} {i}");
            seen = (await client.ReceiveAsync("message")).Seq();
            if (number % 2 == 0)
                await client.CloseAsync();
        }
        await using var again = await RoomClient.JoinAsync(api, room, user, seen, SomeAddress());
        await again.DrainAsync();
        return 2;
    }

    private static Task<JsonElement> PostAsync(ApiServer api, string path, object body) => api.PostJsonAsync(path, body, SomeAddress());

    /// <summary>Returns a random address in the header of a trusted proxy. The server keeps counts for each address.</summary>
    private static (string Name, string Value) SomeAddress() =>
        ("X-Forwarded-For", new IPAddress((Random.Shared.Next() & ~0xFFL) | 10).ToString());

    private static int CountOf(ApiServer api, string what) => Directory.GetFileSystemEntries($"/proc/{api.ProcessId}/{what}").Length;

    private static long MedianOf(List<long> values) => values.Order().ElementAt(values.Count / 2);
}
