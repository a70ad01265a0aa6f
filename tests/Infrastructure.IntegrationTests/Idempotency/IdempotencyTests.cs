using System.Data.Common;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Application.Serialization;
using VideoChat.Application.Users;
using VideoChat.Application.Users.CreateUser;
using VideoChat.Domain.Messages;
using VideoChat.Infrastructure.Idempotency;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.IntegrationTests.Idempotency;

public sealed class IdempotencyTests(Column column) : OnEachDatabase(column)
{
    private static readonly IdempotencyName Name = new("POST", "/users", "key-1");

    [Test]
    public async Task FindAsync_WhenTheKeyIsNew_IsNull()
    {
        await using var host = await TestHost.StartAsync(column: Column);

        var answer = await FindAsync(host, Name);

        Assert.That(answer, Is.Null);
    }

    [Test]
    public async Task SaveChangesAsync_WhenTheRequestHasAKey_StoresTheAnswerWithItsEffect()
    {
        await using var host = await TestHost.StartAsync(column: Column);

        var user = await CreateUserAsync(host, "ada", new IdempotentRequest(Name, "f1"));

        var json = JsonSerializer.Serialize(user, VideoChatJson.Options);
        Assert.That(await FindAsync(host, Name), Is.EqualTo(new StoredAnswer("f1", json)));
        Assert.That(await UsernamesAsync(host), Is.EqualTo(new[] { "ada" }));
    }

    [TestCase("PUT", "/users", "key-1")]
    [TestCase("POST", "/rooms", "key-1")]
    [TestCase("POST", "/users", "KEY-1")]
    public async Task FindAsync_WhenMethodPathOrKeyDiffers_IsNull(string method, string path, string key)
    {
        await using var host = await TestHost.StartAsync(column: Column);
        await CreateUserAsync(host, "ada", new IdempotentRequest(Name, "f1"));

        var answer = await FindAsync(host, new IdempotencyName(method, path, key));

        Assert.That(answer, Is.Null);
    }

    [Test]
    public async Task SaveChangesAsync_WhenTheRequestHasNoKey_StoresNone()
    {
        await using var host = await TestHost.StartAsync(column: Column);

        await CreateUserAsync(host, "ada", request: null);

        Assert.That(await host.ReadAsync(db => db.IdempotencyKeys.CountAsync()), Is.Zero);
    }

    [Test]
    public async Task SaveChangesAsync_WhenTheWriteFails_StoresNoKeyEither()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var existing = await host.SeedUserAsync();

        Assert.That(() => AddAsync(host, existing, new IdempotentRequest(Name, "f1")), Throws.InstanceOf<DbException>());

        Assert.That(await FindAsync(host, Name), Is.Null);
    }

    [Test]
    public async Task SaveChangesAsync_WhenTheKeyWasWrittenBefore_ThrowsAndHasNoEffect()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        await CreateUserAsync(host, "ada", new IdempotentRequest(Name, "f1"));
        var first = await FindAsync(host, Name);

        Assert.That(
            () => CreateUserAsync(host, "bob", new IdempotentRequest(Name, "f2")),
            Throws.InstanceOf<IdempotencyKeyTakenException>());

        Assert.That(await UsernamesAsync(host), Is.EqualTo(new[] { "ada" }));
        Assert.That(await FindAsync(host, Name), Is.EqualTo(first));
    }

    [Test]
    public async Task SaveChangesAsync_WhenTwoOfABatchHaveTheSameKey_TheFirstWinsAndTheOthersDoNotSuffer()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var first = CreateUserAsync(host, "ada", new IdempotentRequest(Name, "f1"));
        var second = CreateUserAsync(host, "bob", new IdempotentRequest(Name, "f1"));
        var other = CreateUserAsync(host, "eve", request: null);

        await host.StartLogAsync();

        Assert.That((await first).Username, Is.EqualTo("ada"));
        Assert.That(() => second, Throws.InstanceOf<IdempotencyKeyTakenException>());
        Assert.That((await other).Username, Is.EqualTo("eve"));
        Assert.That(await UsernamesAsync(host), Is.EqualTo(new[] { "ada", "eve" }));
    }

    [Test]
    public async Task FindAsync_WhenTheKeyIs24HoursOld_StillKnowsIt()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        await CreateUserAsync(host, "ada", new IdempotentRequest(Name, "f1"));

        host.Clock.Advance(TimeSpan.FromHours(24));

        Assert.That(await FindAsync(host, Name), Is.Not.Null);
        Assert.That(
            () => CreateUserAsync(host, "bob", new IdempotentRequest(Name, "f1")),
            Throws.InstanceOf<IdempotencyKeyTakenException>());
    }

    [Test]
    public async Task SaveChangesAsync_WhenTheKeyIsOlderThan24Hours_ReplacesIt()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        await CreateUserAsync(host, "ada", new IdempotentRequest(Name, "f1"));

        host.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMilliseconds(1));
        var forgotten = await FindAsync(host, Name);
        await CreateUserAsync(host, "bob", new IdempotentRequest(Name, "f2"));

        Assert.That(forgotten, Is.Null);
        Assert.That((await FindAsync(host, Name))!.Fingerprint, Is.EqualTo("f2"));
        Assert.That(await host.ReadAsync(db => db.IdempotencyKeys.CountAsync()), Is.EqualTo(1));
        Assert.That(await UsernamesAsync(host), Is.EqualTo(new[] { "ada", "bob" }));
    }

    [Test]
    public async Task AppendAsync_WhenTheRequestHasAKey_StoresTheAnswerWithTheMessage()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var message = Some.Message(await host.SeedRoomAsync(), await host.SeedUserAsync());

        await AppendAsync(host, message, new IdempotentRequest(Name, "f1"));

        Assert.That(await FindAsync(host, Name), Is.EqualTo(new StoredAnswer("f1", "\"seq 1\"")));
    }

    [Test]
    public async Task AppendAsync_WhenTheClientIdRepeats_StoresTheFirstMessagesAnswer()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.AppendAsync(Some.Message(room, user, "hello", "c-1"));

        await AppendAsync(host, Some.Message(room, user, "hello", "c-1"), new IdempotentRequest(Name, "f1"));

        Assert.That(await FindAsync(host, Name), Is.EqualTo(new StoredAnswer("f1", "\"seq 1\"")));
    }

    [Test]
    public async Task AppendAsync_WhenTheMessageIsRefused_StoresNoKey()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var message = Some.Message(Some.Room(), Some.User());

        Assert.That(
            () => AppendAsync(host, message, new IdempotentRequest(Name, "f1")), Throws.InstanceOf<NotFoundException>());

        Assert.That(await FindAsync(host, Name), Is.Null);
    }

    [Test]
    public async Task AppendAsync_WhenTheMessageItConflictedWithIsNotStored_IsAnsweredAsStored()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (room, user) = (await host.SeedRoomAsync(), await host.SeedUserAsync());
        await host.SeedAsync(new IdempotencyKey(Name.Method, Name.Path, Name.Key, "f1", "{}", Some.Time));
        var keyTaken = AppendAsync(host, Some.Message(room, user, "one", "c-1"), new IdempotentRequest(Name, "f1"));
        var stored = await host.EnqueueAsync(Some.Message(room, user, "two", "c-1"));

        await host.StartLogAsync();

        Assert.That(() => keyTaken, Throws.InstanceOf<IdempotencyKeyTakenException>());
        Assert.That((await stored).Content, Is.EqualTo("two"));
    }

    [Test]
    public async Task Expiry_WhenKeysHaveGrownOld_RemovesThoseAlone()
    {
        var clock = new WatchedClock();
        await using var host = await TestHost.StartAsync(clock, column: Column);
        await host.SeedAsync([.. Enumerable.Range(0, 2_500).Select(number => Key($"old {number}", Some.Time.AddHours(-23.5)))]);
        await host.SeedAsync(Key("young", Some.Time.AddHours(-22.5)));
        var expiry = host.GetHosted<IdempotencyKeyExpiry>();
        await expiry.StartAsync(CancellationToken.None);
        await clock.TimerCreated;

        clock.Advance(TimeSpan.FromHours(1));

        await Wait.UntilAsync(
            async () => await host.ReadAsync(db => db.IdempotencyKeys.CountAsync()) <= 1, "the old keys are removed");
        Assert.That(
            await host.ReadAsync(db => db.IdempotencyKeys.Select(k => k.Key).ToListAsync()), Is.EqualTo(new[] { "young" }));
        await expiry.StopAsync(CancellationToken.None);
    }

    private static IdempotencyKey Key(string key, DateTime createdAt) => new("POST", "/users", key, "f1", "{}", createdAt);

    private static Task<UserDto> CreateUserAsync(TestHost host, string username, IdempotentRequest? request) =>
        ServeAsync(host, request, scope => scope.GetRequiredService<IMediator>().Send(new CreateUserCommand(username)));

    private static async Task<Message> AppendAsync(TestHost host, MessagePosted message, IdempotentRequest request)
    {
        var queued = await host.Log.EnqueueAsync(message, request, first => $"seq {first.Seq}", CancellationToken.None);
        return await queued.Stored.WaitAsync(Wait.Timeout);
    }

    private static Task<bool> AddAsync(TestHost host, Domain.Users.User user, IdempotentRequest request) =>
        ServeAsync(host, request, scope =>
        {
            scope.GetRequiredService<Domain.Users.IUserRepository>().Add(user);
            return scope.GetRequiredService<IUnitOfWork>().SaveChangesAsync(() => true, CancellationToken.None);
        });

    private static Task<TAnswer> ServeAsync<TAnswer>(
        TestHost host, IdempotentRequest? request, Func<IServiceProvider, Task<TAnswer>> serve) =>
        host.UseAsync<IServiceProvider, TAnswer>(scope =>
        {
            scope.GetRequiredService<IdempotencyScope>().Request = request;
            return serve(scope).WaitAsync(Wait.Timeout);
        });

    private static Task<StoredAnswer?> FindAsync(TestHost host, IdempotencyName name) =>
        host.UseAsync<IIdempotencyStore, StoredAnswer?>(store => store.FindAsync(name, CancellationToken.None));

    private static Task<List<string>> UsernamesAsync(TestHost host) =>
        host.ReadAsync(db => db.Users.OrderBy(u => u.Username).Select(u => u.Username).ToListAsync());
}
