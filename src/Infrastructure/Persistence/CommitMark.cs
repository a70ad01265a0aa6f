namespace VideoChat.Infrastructure.Persistence;

/// <summary>Identifies a transaction after its connection is lost.</summary>
/// <param name="TransactionId">The database's id of the transaction.</param>
/// <param name="EventId">
/// A room event that the transaction wrote, if it wrote any: after a fail-over another transaction may have the same id.
/// </param>
internal sealed record CommitMark(string TransactionId, Guid? EventId = null);
