using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence;

public sealed class DatabaseProbeTests
{
    [Test]
    public async Task ReadStatisticsAsync_WhenTheDatabaseIsEmpty_CountsNothing()
    {
        await using var host = await TestHost.CreateMigratedAsync();

        var statistics = await host.Get<IDatabaseProbe>().ReadStatisticsAsync(CancellationToken.None);

        Assert.That(statistics, Is.EqualTo(new Statistics(0, 0, 0)));
    }

    [Test]
    public async Task ReadStatisticsAsync_WhenThereIsNoSchema_IsNull()
    {
        await using var host = TestHost.Create();

        var statistics = await host.Get<IDatabaseProbe>().ReadStatisticsAsync(CancellationToken.None);

        Assert.That(statistics, Is.Null);
    }
}
