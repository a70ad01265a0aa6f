using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Persistence;

/// <summary>The time as a database told it, carried on by this machine's stopwatch: never ahead of the database's own.</summary>
internal sealed class DatabaseTime(DateTime told, TimeProvider clock)
{
    private readonly long _heard = clock.GetTimestamp();

    public DateTime Now => (told + clock.GetElapsedTime(_heard)).ToMicroseconds();
}
