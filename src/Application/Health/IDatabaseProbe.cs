namespace VideoChat.Application.Health;

public interface IDatabaseProbe
{
    /// <summary>
    /// Counts kept by the writes themselves: a handful of rows, however much there is. Null where the database does not
    /// answer within two seconds.
    /// </summary>
    Task<Statistics?> ReadStatisticsAsync(CancellationToken cancellationToken);
}
