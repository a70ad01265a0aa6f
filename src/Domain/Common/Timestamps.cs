namespace VideoChat.Domain.Common;

public static class Timestamps
{
    /// <summary>
    /// The current time in UTC, truncated to microseconds. Every database stores that precision, so a value reads the same everywhere.
    /// </summary>
    public static DateTime UtcTimestamp(this TimeProvider clock) => clock.GetUtcNow().UtcDateTime.ToMicroseconds();

    public static DateTime ToMicroseconds(this DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
