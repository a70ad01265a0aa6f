using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence;

public sealed class DatabaseProbeTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task ReadStatisticsAsync_WhenTheDatabaseIsEmpty_CountsNothing()
    {
        await using var host = await TestHost.CreateMigratedAsync(column: Column);

        var statistics = await host.Get<IDatabaseProbe>().ReadStatisticsAsync(CancellationToken.None);

        Assert.That(statistics, Is.EqualTo(new Statistics(0, 0, 0)));
    }

    [Test]
    public async Task ReadStatisticsAsync_WhenThereIsNoSchema_IsNull()
    {
        await using var host = await TestHost.CreateAsync(Column);

        var statistics = await host.Get<IDatabaseProbe>().ReadStatisticsAsync(CancellationToken.None);

        Assert.That(statistics, Is.Null);
    }
}
