using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Infrastructure.Idempotency;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence.Postgres;

public sealed class PostgresJobClaimTests
{
    private const string OurLocks =
        "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    [OneTimeSetUp]
    public void SkipWithoutPostgres() => PostgresDatabase.IgnoreWithoutServer();

    [Test]
    public async Task HoldAsync_WhenAnotherMachineHasTheJob_IsFalseUntilItIsReleased()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        await using var other = host.Another();
        var ours = host.Get<IDatabaseDialect>().CreateClaim(Job.VideoSweep);
        await using var theirs = other.Get<IDatabaseDialect>().CreateClaim(Job.VideoSweep);
        await using var anotherJob = other.Get<IDatabaseDialect>().CreateClaim(Job.IdempotencyKeyExpiry);

        Assert.That(await HoldAsync(ours), Is.True);
        Assert.That(await HoldAsync(ours), Is.True, "again");
        Assert.That(await HoldAsync(theirs), Is.False);
        Assert.That(await HoldAsync(anotherJob), Is.True);

        await ours.DisposeAsync();
        Assert.That(await HoldAsync(theirs), Is.True);
    }

    [Test]
    public async Task IsClaimedAsync_WhenAnotherMachineHasTheJobForOneSubject_IsTrueForThatOne()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        await using var other = host.Another();
        var (video, otherVideo) = (Guid.NewGuid(), Guid.NewGuid());
        var theirs = other.Get<IDatabaseDialect>().CreateClaim(Job.Upload, video);
        Assert.That(await HoldAsync(theirs), Is.True);

        Assert.That(await IsClaimedAsync(host, video), Is.True);
        Assert.That(await IsClaimedAsync(host, otherVideo), Is.False);
        await theirs.DisposeAsync();
        Assert.That(await IsClaimedAsync(host, video), Is.False);
    }

    [Test]
    public async Task HoldAsync_WhenManyAreHeld_TakesOneConnection()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        for (var i = 0; i < 20; i++)
            Assert.That(await HoldAsync(host.Get<IDatabaseDialect>().CreateClaim(Job.Upload, Guid.NewGuid())), Is.True);

        await using var connection = await host.Postgres.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) || ' on ' || count(DISTINCT pid) FROM pg_locks WHERE " + OurLocks;

        Assert.That(await command.ExecuteScalarAsync(), Is.EqualTo("20 on 1"));
    }

    [Test]
    public async Task HoldAsync_WhenTheConnectionWasLost_AnotherMachineCanTakeTheJob()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        await using var other = host.Another();
        await using var ours = host.Get<IDatabaseDialect>().CreateClaim(Job.VideoSweep);
        await using var theirs = other.Get<IDatabaseDialect>().CreateClaim(Job.VideoSweep);
        Assert.That(await HoldAsync(ours), Is.True);

        await CutAsync(host);

        await Wait.UntilAsync(() => HoldAsync(theirs), "the other machine has the job");
        Assert.That(await HoldAsync(ours), Is.False);
    }

    [Test]
    public async Task HoldAsync_WhenTheConnectionWasLostAndTheJobIsFree_IsHeldAgain()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        var video = Guid.NewGuid();
        await using var ours = host.Get<IDatabaseDialect>().CreateClaim(Job.Upload, video);
        Assert.That(await HoldAsync(ours), Is.True);

        await CutAsync(host);
        await Wait.UntilAsync(async () => !await IsClaimedAsync(host, video), "the lock is released");
        host.Clock.Advance(TimeSpan.FromSeconds(2));

        await Wait.UntilAsync(() => IsClaimedAsync(host, video), "it is held again");
    }

    [Test]
    public async Task HoldAsync_WhenTheDatabaseIsUnavailable_IsUnknown()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        await using var ours = host.Get<IDatabaseDialect>().CreateClaim(Job.VideoSweep);
        Assert.That(await HoldAsync(ours), Is.True);

        await using (await host.Postgres.ShutAsync())
            Assert.That(() => HoldAsync(ours), Throws.InstanceOf<UnavailableException>());

        Assert.That(await HoldAsync(ours), Is.True);
    }

    [Test]
    public async Task Expiry_WhenAnotherMachineHasTheJob_WaitsUntilItHasTheJob()
    {
        var clock = new WatchedClock();
        await using var host = await TestHost.StartAsync(clock, column: Column.Postgres);
        await using var other = host.Another(Some.Clock());
        await host.SeedAsync(new IdempotencyKey("POST", "/users", "old", "f1", "{}", Some.Time - IdempotentRequest.Lifetime - TimeSpan.FromHours(1)));
        var theirs = other.Get<IDatabaseDialect>().CreateClaim(Job.IdempotencyKeyExpiry);
        Assert.That(await HoldAsync(theirs), Is.True);
        var expiry = host.GetHosted<IdempotencyKeyExpiry>();
        await expiry.StartAsync(CancellationToken.None);
        await clock.TimerCreated;

        clock.Advance(TimeSpan.FromHours(1));
        var left = await CountKeysAsync();
        await theirs.DisposeAsync();
        await Wait.UntilAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromHours(1));
                return await CountKeysAsync() == 0;
            },
            "the keys are removed");

        Assert.That(left, Is.EqualTo(1));
        await expiry.StopAsync(CancellationToken.None);

        Task<int> CountKeysAsync() => host.ReadAsync(db => db.IdempotencyKeys.CountAsync());
    }

    /// <summary>Terminates the connections that hold claims.</summary>
    private static Task<int> CutAsync(TestHost host) =>
        host.Postgres.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE " + OurLocks);

    private static Task<bool> IsClaimedAsync(TestHost host, Guid subject) =>
        host.Get<IDatabaseDialect>().IsClaimedAsync(Job.Upload, subject, CancellationToken.None);

    private static Task<bool> HoldAsync(IJobClaim claim) => claim.HoldAsync(CancellationToken.None);
}
