using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Webhooks;

/// <summary>Two machines on one PostgreSQL: whatever happens on either is told, by one of them, in the order of the room.</summary>
[NonParallelizable]
public sealed class WebhookMachinesTests
{
    private static WebhookReceiver Receiver => WebhookServer.Receiver;

    [OneTimeSetUp]
    public void SkipWithoutPostgres() => PostgresDatabase.IgnoreWithoutServer();

    [Test]
    public async Task Post_WhenTwoMachinesTalkInOneRoom_TellsAllOnceInTheOrderOfTheRoom()
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
    public async Task Kill_WhenTheMachineThatDeliversDies_LetsTheOtherGoOn()
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
            () => Receiver.ReceivedAt("/dies").Skip(1).Select(w => w.Data.Seq()).Distinct().Count() == 2, "both have been told");
        Assert.That(Receiver.ReceivedAt("/dies").Skip(1).Select(w => w.Data.Seq()).Distinct(), Is.Ordered.Ascending);
    }

    private static Task<ApiServer> StartAsync(PostgresDatabase database) => ApiServer.StartAsync(
        [
            .. WebhookServer.Settings, WebhookServer.Patient,
            ("Database__Provider", "Postgres"), ("ConnectionStrings__Default", database.ConnectionString),
        ]);
}
