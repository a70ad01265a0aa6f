using Microsoft.EntityFrameworkCore;
using VideoChat.Application.Common;

namespace VideoChat.Infrastructure.Persistence.Postgres;

/// <summary>
/// An advisory lock on a connection that is kept: the server gives it to another machine when the connection ends, however
/// that comes about. For one caller at a time.
/// </summary>
internal sealed class PostgresJobClaim(IDbContextFactory<VideoChatDbContext> contexts, long key) : IJobClaim
{
    private VideoChatDbContext? _db;

    public async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        var isHeld = false;
        try
        {
            if (_db is null)
            {
                _db = await contexts.CreateDbContextAsync(cancellationToken);
                await _db.Database.OpenConnectionAsync(cancellationToken);
            }
            // Who has the lock gets it again, which also tells whether the connection is still the one that has it.
            return isHeld = await _db.Database
                .SqlQuery<bool>($"SELECT pg_try_advisory_lock({key}) AS \"Value\"").SingleAsync(cancellationToken);
        }
        catch (UnavailableException)
        {
            // Nobody can do it now.
            return false;
        }
        finally
        {
            if (!isHeld)
                await DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_db is { } db)
        {
            _db = null;
            await db.DisposeAsync();
        }
    }
}
