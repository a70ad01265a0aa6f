namespace VideoChat.Infrastructure.Persistence;

/// <summary>Identifies a transaction after its connection is lost.</summary>
/// <param name="TransactionId">The id of the transaction in the database.</param>
/// <param name="EventId">
/// A room event of the transaction; null if there is none. The event distinguishes transactions, because after a failover another
/// transaction may have the same id.
/// </param>
internal sealed record CommitMark(string TransactionId, Guid? EventId = null);
