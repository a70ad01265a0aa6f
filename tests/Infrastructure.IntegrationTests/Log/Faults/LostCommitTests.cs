using Microsoft.EntityFrameworkCore;
using Npgsql;
using VideoChat.Application.Common;
using VideoChat.Domain.Messages;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Log.Faults;

/// <summary>The connection breaks while a transaction is being committed.</summary>
public sealed class LostCommitTests
{
    private PostgresDatabase _database = null!;
    private CommitProxy _proxy = null!;
    private TestHost _host = null!;

    [SetUp]
    public async Task StartAsync()
    {
        PostgresDatabase.IgnoreWithoutServer();
        _database = await PostgresDatabase.CreateAsync();
        var direct = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        _proxy = new CommitProxy(direct.Host!, direct.Port);
        var proxied = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Host = "127.0.0.1", Port = _proxy.Port };
        _host = TestHost.Create(settings: new Dictionary<string, string?>
        {
            ["Database:Provider"] = "Postgres",
            ["ConnectionStrings:Default"] = proxied.ToString(),
        });
        await _host.MigrateAsync();
        await _host.StartLogAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_database is null)
            return;
        await _host.DisposeAsync();
        await _proxy.DisposeAsync();
        await _database.DisposeAsync();
    }

    [TestCase(CommitBreak.BeforeTheCommit)]
    [TestCase(CommitBreak.AfterTheCommit)]
    public async Task AppendAsync_WhenTheAnswerIsLost_StoresPublishesAndAnswersOnce(CommitBreak kind)
    {
        var (room, user) = (await _host.SeedRoomAsync(), await _host.SeedUserAsync());
        await _host.AppendAsync(Some.Message(room, user, "before"));

        _proxy.BreakAtCommit(kind);
        var stored = await _host.AppendAsync(Some.Message(room, user, "lost?", "c-1"));
        var next = await _host.AppendAsync(Some.Message(room, user, "after"));

        Assert.That((stored.Seq, next.Seq), Is.EqualTo((2L, 3L)));
        Assert.That(await ContentsAsync(), Is.EqualTo(new[] { "before", "lost?", "after" }));
        Assert.That(_host.Broadcaster.Events.Select(sent => sent.Seq), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task AppendAsync_WhenTheDatabaseStaysUnavailable_ThrowsUnavailableAndPublishesLater()
    {
        var (room, user) = (await _host.SeedRoomAsync(), await _host.SeedUserAsync());

        _proxy.BreakAtCommit(CommitBreak.AfterTheCommitForLong);
        var refused = await _host.EnqueueAsync(Some.Message(room, user, "lost?", "c-1"));
        // The test waits before it advances the clock. Otherwise, the write would be answered as stalled.
        await Wait.UntilAsync(() => _proxy.IsClosed, "the commit has lost its connection");
        Assert.That(() => AnswerAsync(refused), Throws.InstanceOf<UnavailableException>());
        Assert.That(_host.Broadcaster.Events, Is.Empty);
        Assert.That(() => _host.AppendAsync(Some.Message(room, user)), Throws.InstanceOf<UnavailableException>());
        _proxy.Reopen();
        await AdvanceUntilAsync(() => _host.Broadcaster.Events.Count == 1, "what was stored is published");
        var repeat = await _host.AppendAsync(Some.Message(room, user, "lost?", "c-1"));

        Assert.That(_host.Broadcaster.Events, Is.EqualTo(new[] { (room.Id, 1L) }));
        Assert.That(repeat.Seq, Is.EqualTo(1));
        Assert.That(await ContentsAsync(), Is.EqualTo(new[] { "lost?" }));
    }

    [Test]
    public async Task AppendAsync_WhenTheIdleConnectionWasClosed_Stores()
    {
        var (room, user) = (await _host.SeedRoomAsync(), await _host.SeedUserAsync());
        await _host.AppendAsync(Some.Message(room, user, "before"));

        await _database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await _host.AppendAsync(Some.Message(room, user, "after"));

        Assert.That(await ContentsAsync(), Is.EqualTo(new[] { "before", "after" }));
    }

    private async Task<Message> AnswerAsync(Task<Message> stored)
    {
        await AdvanceUntilAsync(() => stored.IsCompleted, "there is an answer");
        return await stored;
    }

    // Advances the fake clock until the condition holds, because timeouts depend on it.
    private Task AdvanceUntilAsync(Func<bool> condition, string state) => Wait.UntilAsync(
        () =>
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        state);

    private Task<List<string>> ContentsAsync() =>
        _host.ReadAsync(db => db.Messages.OrderBy(m => m.Seq).Select(m => m.Content).ToListAsync());
}
