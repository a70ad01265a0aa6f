namespace VideoChat.Application.Common;

/// <summary>Saves the changes that the repositories of a scope have recorded.</summary>
public interface IUnitOfWork
{
    /// <summary>Writes the recorded changes in one transaction and returns when they are durable.</summary>
    /// <param name="answer">
    /// Creates the response. It runs inside the transaction, which stores the response with the idempotency key. A transaction
    /// that is retried calls it again.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait in the write queue. A write that has started is completed.</param>
    /// <exception cref="UnavailableException">
    /// The database is unavailable. Nothing was written, unless the connection was lost during the commit.
    /// </exception>
    Task<TAnswer> SaveChangesAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken);
}
