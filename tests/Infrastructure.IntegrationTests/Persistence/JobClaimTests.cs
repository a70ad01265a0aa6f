using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence;

public sealed class JobClaimTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task HoldAsync_WhenThisProcessAlreadyHoldsTheJob_IsFalseUntilItIsReleased()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);
        var (database, video) = (host.Get<IDatabaseDialect>(), Guid.NewGuid());
        var first = database.CreateClaim(Job.Upload, video);
        await using var second = database.CreateClaim(Job.Upload, video);
        await using var otherVideo = database.CreateClaim(Job.Upload, Guid.NewGuid());
        await using var otherJob = database.CreateClaim(Job.Transcode, video);

        Assert.That(await first.HoldAsync(default), Is.True);
        Assert.That(await first.HoldAsync(default), Is.True, "again");
        Assert.That(await second.HoldAsync(default), Is.False);
        Assert.That(await otherVideo.HoldAsync(default), Is.True);
        Assert.That(await otherJob.HoldAsync(default), Is.True);

        await second.DisposeAsync();
        Assert.That(await database.IsClaimedAsync(Job.Upload, video, default), Is.True, "who has no claim gives none back");
        await first.DisposeAsync();
        Assert.That(await database.IsClaimedAsync(Job.Upload, video, default), Is.False);
        Assert.That(await second.HoldAsync(default), Is.True);
    }
}
