using Microsoft.AspNetCore.Http;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

public sealed class WebhookFaultTests
{
    private readonly Dictionary<Column, ApiServer> _servers = [];

    private static WebhookReceiver Receiver => WebhookServer.Receiver;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (var api in _servers.Values)
            await api.DisposeAsync();
    }

    [Test]
    public async Task Kill_WhenAnEventIsCommittedButNotDelivered_DeliversItAfterTheRestart()
    {
        const int Count = 30;
        // The timeout is so long that the lease outlasts the test.
        await using var api = await StartWithLongTimeoutAsync(Column.Sqlite);
        var room = await api.CreateRoomAsync();
        var ada = await api.CreateUserAsync();
        var hold = true;
        // The first attempt hangs, so all later deliveries wait.
        Receiver.Answer("/killed", (_, context) => hold ? HangAsync(context) : Task.CompletedTask);
        var webhook = await api.CreateWebhookAsync(Receiver.UrlOf("/killed"), room);
        for (var i = 0; i < Count; i++)
            await api.PostMessageAsync(room, ada, $"m{i}");
        await Receiver.WaitForAsync("/killed", 1);

        await api.KillAsync();
        var before = Receiver.ReceivedAt("/killed").Count;
        hold = false;
        await api.StartAsync();

        await Eventually.BeTrueAsync(
            async () => (await api.ListDeliveriesAsync(webhook, "?state=pending")).Count == 0, "nothing waits any more");
        var told = Receiver.ReceivedAt("/killed").Skip(before).Select(w => w.Data.Seq()).ToList();
        Assert.That(before, Is.LessThan(Count));
        Assert.That(told.Distinct(), Is.EqualTo(Enumerable.Range(1, Count)), "all, in their order");
    }

    [Test]
    public async Task Kill_WhenDeliveriesAreUnderWay_LosesNone()
    {
        await using var api = await ApiServer.StartAsync([.. WebhookServer.Settings, WebhookServer.LongTimeout]);
        var room = await api.CreateRoomAsync();
        var ada = await api.CreateUserAsync();
        await api.CreateWebhookAsync(Receiver.UrlOf("/under-way"), room);
        var posted = 0L;
        for (var round = 1; round <= 2; round++)
        {
            for (var i = 0; i < 40; i++)
                posted = (await api.PostMessageAsync(room, ada, "m")).Seq();
            await api.KillAsync();
            await api.StartAsync();
        }

        List<long> Told() => [.. Receiver.ReceivedAt("/under-way").Select(w => w.Data.Seq())];
        await Eventually.BeTrueAsync(() => Told().Distinct().Count() == posted, "everything was delivered");
        // Duplicates are allowed, but the order is not: deliveries may be repeated only as a complete tail.
        Assert.That(Told().Distinct(), Is.Ordered.Ascending);
    }

    [Test]
    public async Task Deliver_WhenEndpointsAreSlowOrDead_DelaysNeitherTheOthersNorTheChat()
    {
        const int Slow = 20;
        const int Count = 60;
        await using var api = await StartWithLongTimeoutAsync(Column.Sqlite);
        var room = await api.CreateRoomAsync();
        var ada = await api.CreateUserAsync();
        var hanging = 0;
        Receiver.Answer("/slow", async (_, context) =>
        {
            Interlocked.Increment(ref hanging);
            await HangAsync(context);
            Interlocked.Decrement(ref hanging);
        });
        for (var i = 0; i < Slow; i++)
            await api.CreateWebhookAsync(Receiver.UrlOf("/slow"), room);
        await api.CreateWebhookAsync(Receiver.UrlOf("/quick"), room);
        await using var listener = await RoomClient.JoinAsync(api, room, await api.CreateUserAsync("bob"));
        await api.PostMessageAsync(room, ada, "first");
        await Receiver.WaitForAsync("/slow", Slow);

        for (var i = 0; i < Count; i++)
            await api.PostMessageAsync(room, ada, $"m{i}");
        await listener.ReceiveUntilAsync("message", frame => frame.Seq() == Count + 1);
        var told = await Receiver.WaitForAsync("/quick", Count + 1);

        Assert.That(told.Select(w => w.Data.Seq()), Is.EqualTo(Enumerable.Range(1, Count + 1)));
        Assert.That(hanging, Is.EqualTo(Slow), "each still hangs in its first request");
        Assert.That(Receiver.ReceivedAt("/slow"), Has.Count.EqualTo(Slow));
    }

    [TestCase(Column.Sqlite)]
    [TestCase(Column.Postgres)]
    public async Task Deliver_WhenManyOfOneRoomWait_ServesAnotherRoomInBetween(Column column)
    {
        const int Count = 150;
        var api = await SharedWithLongTimeoutAsync(column);
        var (busy, quiet) = (await api.CreateRoomAsync(), await api.CreateRoomAsync());
        var ada = await api.CreateUserAsync();
        var (path, hold) = ($"/busy-room-{column}", new TaskCompletionSource());
        Receiver.Answer(path, (_, _) => hold.Task);
        await api.CreateWebhookAsync(Receiver.UrlOf(path), null, "message.posted");
        for (var i = 0; i < Count; i++)
            await api.PostMessageAsync(busy, ada, $"m{i}");
        await api.PostMessageAsync(quiet, ada, "hello");

        hold.SetResult();

        var told = (await Receiver.WaitForAsync(path, Count + 1)).Select(w => w.Data.GetProperty("room_id").GetGuid()).ToList();
        Assert.That(told.IndexOf(quiet), Is.LessThan(Count / 2));
    }

    [Test]
    public async Task Fail_WhenAnEndpointFailsForTooLong_IsDisabledAndSaysWhy()
    {
        await using var api = await ApiServer.StartAsync([.. WebhookServer.Settings, ("Webhooks__DisableAfterSeconds", "1"), ("Webhooks__RetrySeconds", "0,0.5,0.5,0.5,0.5,0.5,0.5,0.5")]);
        Receiver.Answer("/failing", 503);
        var webhook = await api.CreateWebhookAsync(Receiver.UrlOf("/failing"));

        await api.RequestJsonAsync(HttpMethod.Post, $"/webhooks/{webhook.Id}/test");

        await Eventually.BeTrueAsync(async () => !(await api.GetWebhookAsync(webhook)).GetProperty("enabled").GetBoolean(), "it is disabled");
        var disabled = await api.GetWebhookAsync(webhook);
        Assert.That(disabled.Text("disabled_reason"), Does.Match("^Every attempt since .* UTC has failed; the last one: status 503.$"));
        Assert.That((await api.ListDeliveriesAsync(webhook)).Single().Text("state"), Is.EqualTo("pending"), "it may be enabled again");
    }

    [TestCase(Column.Sqlite)]
    [TestCase(Column.Postgres)]
    public async Task Deliver_WhenTheClockWasSetBack_KeepsTheOrder(Column column)
    {
        var api = await SharedWithLongTimeoutAsync(column);
        var room = await api.CreateRoomAsync();
        var ada = await api.CreateUserAsync();
        var (path, hold) = ($"/put-back-{column}", new TaskCompletionSource());
        Receiver.Answer(path, (_, _) => hold.Task);
        await api.CreateWebhookAsync(Receiver.UrlOf(path), room);
        await api.PostMessageAsync(room, ada, "m1");
        await Receiver.WaitForAsync(path, 1);
        await api.PostMessageAsync(room, ada, "m2");
        await SetClockBackAsync(api, column);
        await api.PostMessageAsync(room, ada, "m3");

        hold.SetResult();

        var told = await Receiver.WaitForAsync(path, 3);
        Assert.That(told.Select(w => w.Data.Text("content")), Is.EqualTo(new[] { "m1", "m2", "m3" }));
    }

    [Test]
    public async Task Start_WhenTheClockWasSetBack_DeliversTheBacklog()
    {
        await using var before = await StartWithLongTimeoutAsync(Column.Sqlite);
        var room = await before.CreateRoomAsync();
        var ada = await before.CreateUserAsync();
        var webhook = await before.CreateWebhookAsync(Receiver.UrlOf("/before"), room);
        Receiver.Answer("/before", (_, context) => HangAsync(context));
        await before.PostMessageAsync(room, ada, "hello");
        await Receiver.WaitForAsync("/before", 1);
        await before.KillAsync();
        await SetClockBackAsync(before, Column.Sqlite);
        Receiver.Answer("/before", 200);

        await using var api = await ApiServer.StartAsync([.. WebhookServer.Settings, ("Storage__Path", before.Storage)]);

        await api.WaitForDeliveryAsync(webhook, "delivered");
    }

    /// <summary>Returns a server that is shared by tests that neither stop it nor let endpoints hang when they end.</summary>
    private async Task<ApiServer> SharedWithLongTimeoutAsync(Column column) =>
        _servers.TryGetValue(column, out var api) ? api : _servers[column] = await StartWithLongTimeoutAsync(column);

    private static Task<ApiServer> StartWithLongTimeoutAsync(Column column)
    {
        if (column == Column.Postgres)
            PostgresDatabase.IgnoreWithoutServer();
        return ApiServer.StartAsync(column, [.. WebhookServer.Settings, ("Webhooks__TimeoutSeconds", "60")]);
    }

    /// <summary>Shifts all stored times two hours ahead, as if the clock had been set back.</summary>
    private static async Task SetClockBackAsync(ApiServer api, Column column)
    {
        foreach (var (table, time) in new[] { ("webhook_deliveries", "next_attempt_at"), ("webhook_leases", "expires_at") })
            await api.ExecuteSqlAsync($"UPDATE {table} SET {time} = " + (column == Column.Sqlite ? $"strftime('%Y-%m-%d %H:%M:%f', {time}, '+2 hours')" : $"{time} + interval '2 hours'"));
    }

    private static Task HangAsync(HttpContext context) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
}
