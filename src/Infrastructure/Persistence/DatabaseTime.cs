using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>
/// The database's clock, read once and extrapolated with this machine's stopwatch. It is never ahead of the database.
/// </summary>
internal sealed class DatabaseTime(DateTime databaseTime, TimeProvider clock)
{
    private readonly long _readAt = clock.GetTimestamp();

    public DateTime Now => (databaseTime + clock.GetElapsedTime(_readAt)).ToMicroseconds();
}
