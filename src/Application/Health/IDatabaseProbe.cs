namespace VideoChat.Application.Health;

/// <summary>Checks whether the database responds and accepts writes, and reads the statistics of <c>/health</c>.</summary>
public interface IDatabaseProbe
{
    /// <summary>
    /// Reads counters that writes maintain, so the cost does not depend on the size of the database. Returns within a few seconds.
    /// </summary>
    Task<DatabaseStatus> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="Statistics">Row counts; null if the database does not respond.</param>
/// <param name="TakesWrites">Whether the last write succeeded.</param>
/// <param name="Reason">What is wrong, as a sentence without paths or addresses; null if nothing is.</param>
public sealed record DatabaseStatus(Statistics? Statistics, bool TakesWrites, string? Reason);
