using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence;

public sealed class PostgresJobClaimTests
{
    [OneTimeSetUp]
    public void SkipWithoutPostgres() => PostgresDatabase.IgnoreWithoutServer();

    [Test]
    public async Task HoldAsync_WhenAnotherMachineHasTheJob_IsFalseUntilItGivesItBack()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        await using var other = host.Another();
        var ours = host.Get<IDatabase>().ClaimOf(Job.VideoSweep);
        await using var theirs = other.Get<IDatabase>().ClaimOf(Job.VideoSweep);
        await using var anotherJob = other.Get<IDatabase>().ClaimOf(Job.IdempotencyKeyExpiry);

        Assert.That(await HoldAsync(ours), Is.True);
        Assert.That(await HoldAsync(ours), Is.True, "again");
        Assert.That(await HoldAsync(theirs), Is.False);
        Assert.That(await HoldAsync(anotherJob), Is.True);

        await ours.DisposeAsync();
        Assert.That(await HoldAsync(theirs), Is.True);
    }

    [Test]
    public async Task HoldAsync_WhenTheConnectionWasLost_LetsAnotherMachineTakeTheJob()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column.Postgres);
        await using var other = host.Another();
        await using var ours = host.Get<IDatabase>().ClaimOf(Job.VideoSweep);
        await using var theirs = other.Get<IDatabase>().ClaimOf(Job.VideoSweep);
        Assert.That(await HoldAsync(ours), Is.True);

        await host.Postgres.ExecuteAsync(
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);

        await Wait.UntilAsync(() => HoldAsync(theirs), "the other machine has the job");
        Assert.That(await HoldAsync(ours), Is.False);
    }

    [Test]
    public async Task Expiry_WhenAnotherMachineHasTheJob_LeavesItTheKeysUntilItHasTheJob()
    {
        var clock = new WatchedClock();
        await using var host = await TestHost.StartAsync(clock, column: Column.Postgres);
        await using var other = host.Another();
        await host.SeedAsync(new IdempotencyKey("POST", "/users", "old", "f1", "{}", Some.Time - IdempotentRequest.Lifetime - TimeSpan.FromHours(1)));
        var theirs = other.Get<IDatabase>().ClaimOf(Job.IdempotencyKeyExpiry);
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

    private static Task<bool> HoldAsync(IJobClaim claim) => claim.HoldAsync(CancellationToken.None);
}
