using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using VideoChat.Application.Common;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Reports the database as unavailable after a fault of the file or the disk. Such faults persist, so nothing is retried.
/// </summary>
internal sealed class SqliteFaultStrategy(ExecutionStrategyDependencies dependencies, DatabaseState database) : IExecutionStrategy
{
    public bool RetriesOnFailure => false;

    public TResult Execute<TState, TResult>(
        TState state, Func<DbContext, TState, TResult> operation, Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded)
    {
        try
        {
            return operation(dependencies.CurrentContext.Context, state);
        }
        catch (Exception exception) when (database.TryRecordReadFault(exception))
        {
            throw new UnavailableException(exception);
        }
    }

    public async Task<TResult> ExecuteAsync<TState, TResult>(
        TState state, Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded, CancellationToken cancellationToken)
    {
        try
        {
            return await operation(dependencies.CurrentContext.Context, state, cancellationToken);
        }
        catch (Exception exception) when (database.TryRecordReadFault(exception))
        {
            throw new UnavailableException(exception);
        }
    }
}
