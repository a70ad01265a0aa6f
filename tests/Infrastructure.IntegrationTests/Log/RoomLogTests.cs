using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Application.Rooms.CreateRoom;
using VideoChat.Application.Rooms.JoinRoom;
using VideoChat.Application.Users.CreateUser;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Log;

public sealed class RoomLogTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task AppendAsync_WhenManyWriteToSeveralRoomsConcurrently_NumbersEachRoomWithoutGaps()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var user = await host.SeedUserAsync();
        Room[] rooms = [await host.SeedRoomAsync("one"), await host.SeedRoomAsync("two"), await host.SeedRoomAsync("three")];

        await Task.WhenAll(Enumerable.Range(0, 300).Select(
            number => Task.Run(() => host.AppendAsync(Some.Message(rooms[number % 3], user)))));

        foreach (var room in rooms)
        {
            Assert.That(await SeqsAsync(host, room), Is.EqualTo(Enumerable.Range(1, 100)));
            Assert.That(await LastSeqAsync(host, room), Is.EqualTo(100));
        }
    }

    [Test]
    public async Task AppendAsync_WhenMessagesAreQueuedInSequence_KeepsTheirOrder()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var stored = new List<Task<Message>>();

        for (var number = 1; number <= 200; number++)
            stored.Add(await host.EnqueueAsync(Some.Message(room, user, $"message {number}")));
        var messages = await Task.WhenAll(stored);

        Assert.That(messages.Select(message => message.Seq), Is.EqualTo(Enumerable.Range(1, 200)));
        Assert.That(
            await host.ReadAsync(db => db.Messages.OrderBy(m => m.Seq).Select(m => m.Content).ToListAsync()),
            Is.EqualTo(Enumerable.Range(1, 200).Select(number => $"message {number}")));
    }

    [Test]
    public async Task AppendAsync_WhenStored_EveryColumnReadsAsItWasGiven()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var message = Some.Message(room, user, "<b>é \U0001F600</b>\n'\"", "c-1");

        await host.AppendAsync(message);

        var read = await host.ReadAsync(db => db.Messages.AsNoTracking().SingleAsync());
        Assert.That(read.Id, Is.EqualTo(message.Id));
        Assert.That(read.RoomId, Is.EqualTo(room.Id));
        Assert.That(read.UserId, Is.EqualTo(user.Id));
        Assert.That(read.Username, Is.EqualTo("ada"));
        Assert.That(read.Content, Is.EqualTo("<b>é \U0001F600</b>\n'\""));
        Assert.That(read.ClientId, Is.EqualTo("c-1"));
        Assert.That(read.Seq, Is.EqualTo(1));
        Assert.That(read.Timestamp, Is.EqualTo(Some.Time));
        Assert.That(read.Timestamp.Kind, Is.EqualTo(DateTimeKind.Utc));
    }

    [Test]
    public async Task AppendAsync_WhenTheClientIdRepeats_GivesTheFirstMessageAndLeavesNoGap()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());

        var first = await host.AppendAsync(Some.Message(room, user, "hello", "c-1"));
        var repeat = await host.AppendAsync(Some.Message(room, user, "hello", "c-1"));
        var next = await host.AppendAsync(Some.Message(room, user, "next"));

        Assert.That(repeat.Id, Is.EqualTo(first.Id));
        Assert.That(repeat.Seq, Is.EqualTo(1));
        Assert.That(next.Seq, Is.EqualTo(2));
        Assert.That(host.Broadcaster.Events.Select(sent => sent.Seq), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task AppendAsync_WhenTheClientIdRepeatsInOneBatch_GivesTheFirstMessageAndLeavesNoGap()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var first = await host.EnqueueAsync(Some.Message(room, user, "hello", "c-1"));
        var repeat = await host.EnqueueAsync(Some.Message(room, user, "hello", "c-1"));
        var next = await host.EnqueueAsync(Some.Message(room, user, "next"));

        await host.StartLogAsync();

        Assert.That((await repeat).Id, Is.EqualTo((await first).Id));
        Assert.That((await next).Seq, Is.EqualTo(2));
        Assert.That(await SeqsAsync(host, room), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task AppendAsync_WhenAnotherUserOrRoomUsesTheClientId_StoresAll()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (ada, bob) = (await host.SeedUserAsync("ada"), await host.SeedUserAsync("bob"));
        var (room, other) = (await host.SeedRoomAsync("room"), await host.SeedRoomAsync("other"));

        await host.AppendAsync(Some.Message(room, ada, "one", "c-1"));
        var ofBob = await host.AppendAsync(Some.Message(room, bob, "two", "c-1"));
        var elsewhere = await host.AppendAsync(Some.Message(other, ada, "three", "c-1"));

        Assert.That((ofBob.Content, ofBob.Seq), Is.EqualTo(("two", 2L)));
        Assert.That((elsewhere.Content, elsewhere.Seq), Is.EqualTo(("three", 1L)));
    }

    [Test]
    public async Task AppendAsync_WhenOneOfABatchConflicts_OnlyThatOneFails()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var first = await host.EnqueueAsync(Some.Message(room, user, "hello", "c-1"));
        var conflict = await host.EnqueueAsync(Some.Message(room, user, "other", "c-1"));
        var next = await host.EnqueueAsync(Some.Message(room, user, "next"));

        await host.StartLogAsync();

        Assert.That((await first).Seq, Is.EqualTo(1));
        Assert.That(() => conflict, Throws.InstanceOf<DomainException>());
        Assert.That((await next).Seq, Is.EqualTo(2));
        Assert.That(await SeqsAsync(host, room), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task AppendAsync_WhenOneOfABatchIsForAnUnknownRoom_OnlyThatOneFails()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var lost = await host.EnqueueAsync(Some.Message(Some.Room(), user));
        var good = await host.EnqueueAsync(Some.Message(room, user));

        await host.StartLogAsync();

        Assert.That(() => lost, Throws.InstanceOf<NotFoundException>().With.Message.EqualTo("Room not found"));
        Assert.That((await good).Seq, Is.EqualTo(1));
    }

    [Test]
    public async Task Write_WhenOneOfABatchBreaksAConstraint_OnlyThatOneFails()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var before = await host.EnqueueAsync(Some.Message(room, user, "before"));
        var bad = AddAsync(host, user);
        var good = AddAsync(host, Some.User("bob"));
        var after = await host.EnqueueAsync(Some.Message(room, user, "after"));

        await host.StartLogAsync();

        Assert.That((await before).Seq, Is.EqualTo(1));
        Assert.That(() => bad, Throws.InstanceOf<DbException>());
        Assert.That(await good, Is.True);
        Assert.That((await after).Seq, Is.EqualTo(2));
        Assert.That(await SeqsAsync(host, room), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(
            await host.ReadAsync(db => db.Users.OrderBy(u => u.Username).Select(u => u.Username).ToListAsync()),
            Is.EqualTo(new[] { "ada", "bob" }));
    }

    [Test]
    public async Task Write_WhenAChangeThrows_OnlyThatOneFails()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var bad = host.UseAsync<IUnitOfWork, bool>(
            unitOfWork => unitOfWork.SaveChangesAsync<bool>(() => throw new NotSupportedException(), CancellationToken.None));
        var good = await host.EnqueueAsync(Some.Message(room, user));

        await host.StartLogAsync();

        Assert.That(() => bad.WaitAsync(Wait.Timeout), Throws.InstanceOf<NotSupportedException>());
        Assert.That((await good).Seq, Is.EqualTo(1));
    }

    [Test]
    public async Task Publish_WhenABatchWasTriedAgain_SendsEachEventOnce()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var first = await host.EnqueueAsync(Some.Message(room, user));
        _ = AddAsync(host, user).ContinueWith(failed => failed.Exception, TaskScheduler.Default);
        var second = await host.EnqueueAsync(Some.Message(room, user));

        await host.StartLogAsync();
        await Task.WhenAll(first, second);

        Assert.That(host.Broadcaster.Events, Is.EqualTo(new[] { (room.Id, 1L), (room.Id, 2L) }));
    }

    [Test]
    public async Task Publish_WhenMessagesWereStored_SendsThemInOrder()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => host.AppendAsync(Some.Message(room, user)))));

        Assert.That(host.Broadcaster.Events.Select(sent => sent.Seq), Is.EqualTo(Enumerable.Range(1, 200)));
        Assert.That(host.Broadcaster.Events.Select(sent => sent.RoomId), Is.All.EqualTo(room.Id));
    }

    [Test]
    public async Task Publish_WhenItHappens_TheEventIsDurableAndTheCallerStillWaits()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var stored = await host.EnqueueAsync(Some.Message(room, user));
        var seen = (IsStored: false, IsAnswered: true);
        host.Broadcaster.Broadcasting = (_, events) =>
        {
            // A separate connection is used, because it sees only committed data.
            var isStored = host.ReadAsync(db => db.Messages.AnyAsync(m => m.Id == events[0].Id)).GetAwaiter().GetResult();
            seen = (isStored, stored.IsCompleted);
        };

        await host.StartLogAsync();
        await stored;

        Assert.That(seen, Is.EqualTo((IsStored: true, IsAnswered: false)));
    }

    [Test]
    public async Task Publish_WhenTheBroadcasterThrows_TheCallerIsAnsweredAndTheLogLivesOn()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        host.Broadcaster.Broadcasting = (_, _) => throw new InvalidOperationException("broken on purpose");

        var first = await host.AppendAsync(Some.Message(room, user));
        var second = await host.AppendAsync(Some.Message(room, user));

        Assert.That((first.Seq, second.Seq), Is.EqualTo((1L, 2L)));
        Assert.That(host.Logs.Lines.Where(line => line.Level == LogLevel.Error), Has.Exactly(2).Items);
    }

    [Test]
    public async Task StopAsync_WhenWritesAreQueued_WritesThemAllFirst()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        var stored = new List<Task<Message>>();
        for (var i = 0; i < 1_500; i++)
            stored.Add(await host.EnqueueAsync(Some.Message(room, user)));

        await host.StartLogAsync();
        await host.StopLogAsync();

        Assert.That(await SeqsAsync(host, room), Is.EqualTo(Enumerable.Range(1, 1_500)));
        Assert.That((await Task.WhenAll(stored)).Select(message => message.Seq), Is.EqualTo(Enumerable.Range(1, 1_500)));
    }

    [Test]
    public async Task AppendAsync_WhenTheLogHasStopped_ThrowsUnavailable()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());

        await host.StopLogAsync();

        Assert.That(() => host.EnqueueAsync(Some.Message(room, user)), Throws.InstanceOf<UnavailableException>());
        Assert.That(() => AddAsync(host, Some.User()), Throws.InstanceOf<UnavailableException>());
    }

    [Test]
    public async Task AppendAsync_WhenThereIsNoSchemaYet_ThrowsUnavailableAndWorksOnceThereIs()
    {
        await using var host = await TestHost.CreateAsync(Column);
        await host.StartLogAsync();
        var room = Some.Room();

        Assert.That(() => host.AppendAsync(Some.Message(room, Some.User())), Throws.InstanceOf<UnavailableException>());

        await host.MigrateAsync();
        await host.SeedAsync(room);
        Assert.That((await host.AppendAsync(Some.Message(room, Some.User()))).Seq, Is.EqualTo(1));
    }

    [Test]
    public async Task Count_WhenRowsWereStored_IsExact()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var users = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => host.SendAsync(new CreateUserCommand($"user{n}"))));
        var rooms = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => host.SendAsync(new CreateRoomCommand($"room {n}"))));
        var user = await host.ReadAsync(db => db.Users.SingleAsync(u => u.Id == users[0].Id));
        var room = await host.ReadAsync(db => db.Rooms.SingleAsync(r => r.Id == rooms[0].Id));

        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => host.AppendAsync(Some.Message(room, user, "hello", $"c-{n % 10}"))));
        await host.SendAsync(new JoinRoomCommand(room.Id, user.Id));
        Assert.That(() => AddAsync(host, user), Throws.InstanceOf<DbException>());

        var status = await host.Get<IDatabaseProbe>().ProbeAsync(CancellationToken.None);
        Assert.That(status.Statistics, Is.EqualTo(new Statistics(Users: 5, Rooms: 3, Messages: 10)));
        Assert.That(await host.ReadAsync(db => db.Messages.CountAsync()), Is.EqualTo(10));
    }

    private static Task<bool> AddAsync(TestHost host, User user) => host.UseAsync<IServiceProvider, bool>(async scope =>
    {
        var users = (IUserRepository)scope.GetService(typeof(IUserRepository))!;
        var unitOfWork = (IUnitOfWork)scope.GetService(typeof(IUnitOfWork))!;
        users.Add(user);
        return await unitOfWork.SaveChangesAsync(() => true, CancellationToken.None).WaitAsync(Wait.Timeout);
    });

    private static Task<List<long>> SeqsAsync(TestHost host, Room room) =>
        host.ReadAsync(db => db.RoomEvents.Where(e => e.RoomId == room.Id).OrderBy(e => e.Seq).Select(e => e.Seq).ToListAsync());

    private static Task<long> LastSeqAsync(TestHost host, Room room) =>
        host.ReadAsync(db => db.Rooms.Where(r => r.Id == room.Id).Select(r => r.LastSeq).SingleAsync());
}
