using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Health;
using VideoChat.Infrastructure.IntegrationTests.Support;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Faults;
using VideoChat.Infrastructure.Persistence.Rows;

namespace VideoChat.Infrastructure.IntegrationTests.Health;

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

        // A query detects the recovery, because an idle server has no writes that could.
        Assert.That((status.TakesWrites, status.Reason), Is.EqualTo((true, (string?)null)));
    }

    [Test]
    public async Task ReadAsync_WhenReadsHang_OccupiesOnlyOneThread()
    {
        await using var host = await TestHost.StartAsync(column: Column);
        using var disk = new HangingContexts(host.Get<IDbContextFactory<VideoChatDbContext>>());
        var probe = new DatabaseProbe(
            disk, host.Get<IDatabaseDialect>(), host.Get<DatabaseState>(), host.Log, host.Clock, NullLogger<DatabaseProbe>.Instance);

        var answers = new List<Task<DatabaseStatus>>();
        for (var second = 0; second < 5; second++)
        {
            answers.Add(probe.ProbeAsync(CancellationToken.None));
            await Wait.UntilAsync(() => disk.Began > 0, "a read has begun");
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        var statuses = await Task.WhenAll(answers).WaitAsync(Wait.Timeout);

        Assert.That(statuses.Select(status => status.Statistics), Is.All.Null);
        Assert.That(disk.Began, Is.EqualTo(1));
        disk.Release();
        await Wait.UntilAsync(
            async () => (await probe.ProbeAsync(CancellationToken.None)).Statistics is not null, "it answers again");
    }

    private static Task<DatabaseStatus> ReadAsync(TestHost host) => host.Get<IDatabaseProbe>().ProbeAsync(CancellationToken.None);

    private static Task<long> CountProbesAsync(TestHost host) =>
        host.ReadAsync(db => db.Counters.Where(counter => counter.Name == Counter.Probes).SumAsync(counter => counter.Value));

    private sealed class HangingContexts(IDbContextFactory<VideoChatDbContext> inner) : IDbContextFactory<VideoChatDbContext>, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();
        private int _began;

        public int Began => Volatile.Read(ref _began);

        public VideoChatDbContext CreateDbContext()
        {
            Interlocked.Increment(ref _began);
            _released.Wait();
            return inner.CreateDbContext();
        }

        public void Release() => _released.Set();

        public void Dispose() => _released.Dispose();
    }
}
