namespace VideoChat.Application.Health;

/// <summary>Asks the database whether it responds, and for the statistics of <c>/health</c>.</summary>
public interface IDatabaseProbe
{
    /// <summary>
    /// Reads the counts that writes maintain: a few rows, whatever the size of the database. Null if the database does not
    /// respond within two seconds.
    /// </summary>
    Task<Statistics?> ReadStatisticsAsync(CancellationToken cancellationToken);
}
