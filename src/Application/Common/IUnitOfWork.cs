namespace VideoChat.Application.Common;

/// <summary>Saves the changes that the repositories of one scope have recorded.</summary>
public interface IUnitOfWork
{
    /// <summary>Writes the recorded changes in one transaction and returns when they are durable.</summary>
    /// <param name="answer">
    /// Creates the response. It runs inside the transaction, so an idempotency key is stored together with its response and effect. It can
    /// run more than once.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait in the write queue. A write that has started is completed.</param>
    /// <exception cref="UnavailableException">Nothing was written.</exception>
    Task<TAnswer> SaveChangesAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken);
}
