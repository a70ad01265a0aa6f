namespace VideoChat.Application.Health;

/// <summary>Checks whether the database responds and accepts writes.</summary>
public interface IDatabaseProbe
{
    /// <summary>
    /// Reads the state and the row counts, and writes one row if no write has succeeded recently. The counts
    /// are stored and updated with each write, so the cost does not depend on the size of the database.
    /// </summary>
    Task<DatabaseStatus> ProbeAsync(CancellationToken cancellationToken);
}

/// <param name="Statistics">Row counts; null if the database does not respond.</param>
/// <param name="TakesWrites">Whether the database accepts writes.</param>
/// <param name="Reason">Why reads or writes fail, as a sentence without paths or addresses; null if both succeed.</param>
public sealed record DatabaseStatus(Statistics? Statistics, bool TakesWrites, string? Reason);
