namespace VideoChat.Domain.Common;

public static class Timestamps
{
    /// <summary>
    /// Returns the current UTC time, truncated to microseconds. Both databases store this precision, so a stored value equals the
    /// value in memory.
    /// </summary>
    public static DateTime UtcTimestamp(this TimeProvider clock) => clock.GetUtcNow().UtcDateTime.ToMicroseconds();

    public static DateTime ToMicroseconds(this DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
