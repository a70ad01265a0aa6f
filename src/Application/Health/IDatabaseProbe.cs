namespace VideoChat.Application.Health;

/// <summary>Asks the database whether it responds and takes writes, and for the statistics of <c>/health</c>.</summary>
public interface IDatabaseProbe
{
    /// <summary>Reads the counts that writes maintain: a few rows, whatever the size of the database. Returns within a few seconds.</summary>
    Task<DatabaseStatus> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="Statistics">How much there is; null if the database does not respond.</param>
/// <param name="TakesWrites">Whether the last write succeeded.</param>
/// <param name="Reason">What is wrong, a sentence for people without paths or addresses; null if nothing is.</param>
public sealed record DatabaseStatus(Statistics? Statistics, bool TakesWrites, string? Reason);
