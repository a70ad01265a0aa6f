namespace VideoChat.Domain.Common;

public static class Timestamps
{
    /// <summary>
    /// The time in UTC, cut to the microsecond: what every database keeps, so that every reading of a value is the same.
    /// </summary>
    public static DateTime UtcTimestamp(this TimeProvider clock) => clock.GetUtcNow().UtcDateTime.ToMicroseconds();

    public static DateTime ToMicroseconds(this DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
