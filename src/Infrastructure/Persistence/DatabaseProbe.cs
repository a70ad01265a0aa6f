using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Health;

namespace VideoChat.Infrastructure.Persistence;

internal sealed partial class DatabaseProbe(
    IDbContextFactory<VideoChatDbContext> contexts, TimeProvider clock, ILogger<DatabaseProbe> logger) : IDatabaseProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<Statistics?> ReadStatisticsAsync(CancellationToken cancellationToken)
    {
        try
        {
            // SQLite's driver reads on the calling thread, whatever it promises; a file system that hangs must not hang us.
            return await Task.Run(() => ReadAsync(cancellationToken), cancellationToken)
                .WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception exception) when (exception
            is DbException or UnavailableException or TimeoutException or InvalidOperationException or IOException)
        {
            LogDown(logger, exception.GetBaseException().Message);
            return null;
        }
    }

    private async Task<Statistics> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counters = await db.Counters.AsNoTracking().ToListAsync(cancellationToken);
        return new Statistics(Sum(Counter.Users), Sum(Counter.Rooms), Sum(Counter.Messages));

        long Sum(string name) => counters.Where(c => c.Name == name).Sum(c => c.Value);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database is not responding: {Reason}")]
    private static partial void LogDown(ILogger logger, string reason);
}
