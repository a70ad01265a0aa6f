using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>The clock of the database, read once and advanced by this machine's stopwatch, so that later reads cost no query.</summary>
internal sealed class DatabaseTime(DateTime databaseTime, TimeProvider clock)
{
    private readonly long _readAt = clock.GetTimestamp();

    public DateTime Now => (databaseTime + clock.GetElapsedTime(_readAt)).ToMicroseconds();
}
