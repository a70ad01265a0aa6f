using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Infrastructure.Log;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Persistence.Faults;
using VideoChat.Infrastructure.Persistence.Rows;
using VideoChat.Infrastructure.Persistence.Startup;

namespace VideoChat.Infrastructure.Health;

/// <summary>
/// Reads a few rows, and writes one if no write has succeeded recently. If a read is slow, the last result remains valid for a while.
/// </summary>
internal sealed partial class DatabaseProbe(
    IDbContextFactory<VideoChatDbContext> contexts, IDatabaseDialect database, DatabaseState state, LogQueue log, TimeProvider clock,
    ILogger<DatabaseProbe> logger) : IDatabaseProbe, IStartsAfterMigration
{
    private const string NoResponse = "The database does not respond.";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SlowLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task<Statistics>? _reading;
    private (Statistics Statistics, long At)? _last;
    private Task _writing = Task.CompletedTask;

    public async Task<DatabaseStatus> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            database.EnsureInPlace();
        }
        catch (DatabaseFileMovedException moved)
        {
            LogDown(logger, moved.Message);
            return new DatabaseStatus(null, TakesWrites: false, moved.Message);
        }
        if (await ReadStatisticsAsync(cancellationToken) is not { } statistics)
            return new DatabaseStatus(null, TakesWrites: false, NoResponse);
        await TryWriteAsync(cancellationToken);
        // A stall is reported even if the last write succeeded. After a stalled commit succeeds, the room log refuses writes until
        // the stored events are published.
        var isStalled = log.IsStalled;
        var writeFault = state.WriteFault ?? (isStalled ? NoResponse : null);
        return new DatabaseStatus(statistics, writeFault is null, writeFault ?? state.ReadFault);
    }

    // Runs the first query of the process before the first health check, because that query is the slowest one.
    public async Task StartAfterMigrationAsync(CancellationToken cancellationToken)
    {
        try
        {
            Keep(await Task.Run(ReadRowsAsync, cancellationToken).WaitAsync(SlowLimit, clock, cancellationToken));
        }
        catch (Exception exception) when (IsFault(exception))
        {
            LogDown(logger, exception.GetBaseException().Message);
        }
    }

    private async Task<Statistics?> ReadStatisticsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var statistics = await Read().WaitAsync(Timeout, clock, cancellationToken);
            Keep(statistics);
            return statistics;
        }
        catch (TimeoutException) when (_last is { } last && clock.GetElapsedTime(last.At) < SlowLimit)
        {
            return last.Statistics;
        }
        catch (Exception exception) when (IsFault(exception))
        {
            LogDown(logger, exception.GetBaseException().Message);
            return null;
        }
    }

    // Starts a read, or returns the one in progress, so that an unresponsive disk blocks only one thread. SQLite's driver blocks
    // its thread even in asynchronous methods.
    private Task<Statistics> Read()
    {
        lock (_lock)
        {
            if (_reading is not { IsCompleted: false })
                _reading = Task.Run(ReadRowsAsync);
            return _reading;
        }
    }

    private async Task<Statistics> ReadRowsAsync()
    {
        await using var db = await contexts.CreateDbContextAsync();
        var counters = await db.Counters.AsNoTracking().ToListAsync();
        return new Statistics(Sum(Counter.Users), Sum(Counter.Rooms), Sum(Counter.Messages));

        long Sum(string name) => counters.Where(c => c.Name == name).Sum(c => c.Value);
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        if (state.HasWrittenWithin(WriteInterval))
            return;
        Task writing;
        lock (_lock)
        {
            if (_writing.IsCompleted)
                _writing = WriteAsync();
            writing = _writing;
        }
        // If the write hangs, the room log fails it later, and the next probe reports the failure.
        await Task.WhenAny(writing, Task.Delay(Timeout, clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task WriteAsync()
    {
        var probe = new ProbeWrite();
        try
        {
            await log.EnqueueAsync(probe, CancellationToken.None);
            await probe.Done;
        }
        catch (UnavailableException)
        {
            // The failure is not recorded here, because IsStalled shows that the room log refuses writes.
        }
    }

    private void Keep(Statistics statistics) => _last = (statistics, clock.GetTimestamp());

    private static bool IsFault(Exception exception) =>
        exception is DbException or UnavailableException or TimeoutException or InvalidOperationException or IOException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is not responding: {Reason}")]
    private static partial void LogDown(ILogger logger, string reason);
}
