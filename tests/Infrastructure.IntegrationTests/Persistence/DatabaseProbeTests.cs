using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.IntegrationTests.Persistence;

public sealed class DatabaseProbeTests(Column column) : OnEachDatabase(column)
{
    [Test]
    public async Task ReadAsync_WhenTheDatabaseIsEmpty_CountsNothingAndTakesWrites()
    {
        await using var host = await TestHost.StartAsync(column: Column);

        var status = await ReadAsync(host);

        Assert.That(status, Is.EqualTo(new DatabaseStatus(new Statistics(0, 0, 0), TakesWrites: true, null)));
        Assert.That(await CountProbesAsync(host), Is.EqualTo(1));
    }

    [Test]
    public async Task ReadAsync_WhenAWriteHasJustSucceeded_WritesNothing()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        await ReadAsync(host);

        await ReadAsync(host);
        Assert.That(await CountProbesAsync(host), Is.EqualTo(1));
        host.Clock.Advance(TimeSpan.FromSeconds(11));
        await ReadAsync(host);

        Assert.That(await CountProbesAsync(host), Is.EqualTo(2));
    }

    [Test]
    public async Task ReadAsync_WhenThereIsNoSchema_HasNoStatistics()
    {
        await using var host = await TestHost.CreateAsync(Column);

        var status = await ReadAsync(host);

        Assert.That((status.Statistics, status.TakesWrites), Is.EqualTo(((Statistics?)null, false)));
    }

    [Test]
    public async Task ReadAsync_WhenWritesFailAndSucceedAgain_SaysSo()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        var state = host.Get<DatabaseState>();
        await ReadAsync(host);

        state.WriteFailed(new TimeoutException());
        Assert.That(state.WriteFault, Is.EqualTo("The database does not respond."));
        var status = await ReadAsync(host);

        // Whoever asks finds out, for there may be nobody who writes.
        Assert.That((status.TakesWrites, status.Reason), Is.EqualTo((true, (string?)null)));
    }

    private static Task<DatabaseStatus> ReadAsync(TestHost host) => host.Get<IDatabaseProbe>().ReadAsync(CancellationToken.None);

    private static Task<long> CountProbesAsync(TestHost host) =>
        host.ReadAsync(db => db.Counters.Where(counter => counter.Name == Counter.Probes).SumAsync(counter => counter.Value));
}
