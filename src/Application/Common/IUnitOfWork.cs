namespace VideoChat.Application.Common;

/// <summary>Saves what the repositories of one request have recorded.</summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Writes all changes recorded in this scope in one transaction, and returns when they are on disk.
    /// </summary>
    /// <param name="answer">
    /// What the request is answered with. It is made inside the transaction, so that an idempotency key is stored with
    /// its answer and its effect, or not at all. It may be called more than once.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for a place in the queue; a write that has begun is finished.</param>
    /// <exception cref="UnavailableException">Nothing was written.</exception>
    Task<TAnswer> SaveChangesAsync<TAnswer>(Func<TAnswer> answer, CancellationToken cancellationToken);
}
