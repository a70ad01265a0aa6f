using System.Globalization;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>Two machines on one PostgreSQL. One of them delivers the events of both, in the order of the room.</summary>
public sealed class WebhookMachinesTests
{
    private static WebhookReceiver Receiver => WebhookServer.Receiver;

    [OneTimeSetUp]
    public void SkipWithoutPostgres() => PostgresDatabase.IgnoreWithoutServer();

    [Test]
    public async Task Post_WhenTwoMachinesWriteToOneRoom_DeliversAllOnceInTheOrderOfTheRoom()
    {
        const int Count = 60;
        await using var database = await PostgresDatabase.CreateAsync();
        await using var first = await StartAsync(database);
        await using var second = await StartAsync(database);
        var room = await first.CreateRoomAsync();
        var ada = await first.CreateUserAsync();
        await first.CreateWebhookAsync(Receiver.UrlOf("/machines"), room);

        await Task.WhenAll(new[] { first, second }.Select(async api =>
        {
            for (var i = 0; i < Count; i++)
                await api.PostMessageAsync(room, ada, $"m{i}");
        }));

        var told = await Receiver.WaitForAsync("/machines", 2 * Count);
        Assert.That(told.Select(w => w.Data.Seq()), Is.EqualTo(Enumerable.Range(1, 2 * Count)));
    }

    [Test]
    public async Task Kill_WhenTheDeliveringMachineDies_TheOtherContinues()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var first = await StartAsync(database);
        var room = await first.CreateRoomAsync();
        var ada = await first.CreateUserAsync();
        var hold = true;
        Receiver.Answer("/dies", (_, context) => hold
            ? Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default)
            : Task.CompletedTask);
        await first.CreateWebhookAsync(Receiver.UrlOf("/dies"), room);
        await first.PostMessageAsync(room, ada, "hello");
        await Receiver.WaitForAsync("/dies", 1);
        await using var second = await StartAsync(database);

        await first.KillAsync();
        hold = false;
        await second.PostMessageAsync(room, ada, "are you there?");

        await Eventually.BeTrueAsync(
            () => Receiver.ReceivedAt("/dies").Skip(1).Select(w => w.Data.Seq()).Distinct().Count() == 2, "both were delivered");
        Assert.That(Receiver.ReceivedAt("/dies").Skip(1).Select(w => w.Data.Seq()).Distinct(), Is.Ordered.Ascending);
    }

    [Test]
    public async Task Post_WhenOneMachinesClockIsAnHourAhead_DeliversAllOnceAndInTime()
    {
        const int Count = 30;
        await using var database = await PostgresDatabase.CreateAsync();
        await using var right = await StartAsync(database);
        await using var ahead = await StartAsync(database, ClockAhead.Settings);
        var room = await right.CreateRoomAsync();
        var ada = await right.CreateUserAsync();
        // The endpoint is slow, so that the other machine polls in the meantime and leases are renewed.
        Receiver.Answer("/ahead", (_, context) => Task.Delay(50, context.RequestAborted));
        await right.CreateWebhookAsync(Receiver.UrlOf("/ahead"), room);

        await Task.WhenAll(new[] { right, ahead }.Select(async api =>
        {
            for (var i = 0; i < Count; i++)
                await api.PostMessageAsync(room, ada, $"m{i}");
        }));
        var told = await Receiver.WaitForAsync("/ahead", 2 * Count);
        var last = await ahead.PostMessageAsync(room, ada, "the last words of this machine");
        await ahead.KillAsync();
        await right.PostMessageAsync(room, ada, "its lease is over soon");

        Assert.That(last.GetProperty("timestamp").GetDateTime() - DateTime.UtcNow, Is.GreaterThan(ClockAhead.By / 2), "its clock is ahead");
        Assert.That(told.Select(w => w.Data.Seq()), Is.EqualTo(Enumerable.Range(1, 2 * Count)));
        await Eventually.BeTrueAsync(
            () => Receiver.ReceivedAt("/ahead").Select(w => w.Data.Seq()).Distinct().Count() == 2 * Count + 2, "the rest was delivered");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.That(
            Receiver.ReceivedAt("/ahead").Select(w => now - long.Parse(w.Timestamp, CultureInfo.InvariantCulture)),
            Is.All.InRange(-60, 60), "partners can check how old they are");
    }

    private static Task<ApiServer> StartAsync(PostgresDatabase database, params (string Key, string Value)[] settings) => ApiServer.StartAsync(
        [
            .. WebhookServer.Settings, WebhookServer.LongTimeout,
            ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", database.ConnectionString),
            .. settings,
        ]);
}
