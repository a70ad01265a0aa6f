using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Faults;

public sealed class KillTests(Column column) : OnEachServer(column)
{
    [Test]
    public async Task Kill_WhenManyChat_LosesNothingThatAClientHasSeen()
    {
        await using var api = await StartServerAsync();
        var rooms = new[] { await api.CreateRoomAsync("one"), await api.CreateRoomAsync("two") };
        var users = new[] { await api.CreateUserAsync("ada"), await api.CreateUserAsync("bob"), await api.CreateUserAsync("eve") };
        var lastSeqs = rooms.ToDictionary(room => room, _ => 0L);

        for (var round = 0; round < 4; round++)
        {
            await using var load = await RoomLoad.StartAsync(api, rooms, users, $"r{round}", room => lastSeqs[room]);
            await load.WaitForAnswersAsync(50 + 173 * round);
            await api.KillAsync();
            Assert.That(await load.WaitForCloseAsync(), Is.All.EqualTo(1006));
            await load.StopAsync();
            await api.StartAsync();

            foreach (var room in rooms)
            {
                var log = await api.ReadEventsAsync(room);
                LogAssert.IsWhole(log);
                LogAssert.KeepsTheOrderOfSenders(log);
                LogAssert.HasAnswered(log, load.AnswersFor(room));
                foreach (var frames in load.TakeSeen(room))
                    LogAssert.HasSeen(log, frames);
                Assert.That(log, Has.Count.GreaterThan(lastSeqs[room]), "new numbers go on");
                lastSeqs[room] = log.Count;
            }
        }
    }

    [Test]
    public async Task Terminate_WhenManyChat_ClosesWith1012AndLosesNothing()
    {
        await using var api = await StartServerAsync();
        var room = await api.CreateRoomAsync();
        var users = new[] { await api.CreateUserAsync("ada"), await api.CreateUserAsync("bob"), await api.CreateUserAsync("eve") };
        await using var load = await RoomLoad.StartAsync(api, [room], users, "load");
        await load.WaitForAnswersAsync(100);

        var end = System.Diagnostics.Stopwatch.StartNew();
        api.Terminate();

        Assert.That(await load.WaitForCloseAsync(), Is.All.EqualTo(1012));
        Assert.That(await api.WaitForExitAsync(), Is.Zero);
        Assert.That(end.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        await load.StopAsync();
        await api.StartAsync();
        var log = await api.ReadEventsAsync(room);
        LogAssert.IsWhole(log);
        LogAssert.KeepsTheOrderOfSenders(log);
        LogAssert.HasAnswered(log, load.AnswersFor(room));
        foreach (var frames in load.TakeSeen(room))
            LogAssert.HasSeen(log, frames);
    }
}
