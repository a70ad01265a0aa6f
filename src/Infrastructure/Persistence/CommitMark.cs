namespace VideoChat.Infrastructure.Persistence;

/// <param name="TransactionId">The database's own name for the transaction.</param>
/// <param name="EventId">
/// A room event that it has written, where it has written any: after a fail-over another transaction may bear the name.
/// </param>
internal sealed record CommitMark(string TransactionId, Guid? EventId = null);
