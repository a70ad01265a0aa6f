using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using VideoChat.Application.Common;
using VideoChat.Infrastructure.Persistence.Faults;

namespace VideoChat.Infrastructure.Persistence.Postgres;

// Retries queries, because a restart of PostgreSQL breaks all pooled connections. LogWriter retries transactions.
internal sealed class PostgresRetry(ExecutionStrategyDependencies dependencies)
    : ExecutionStrategy(dependencies, maxRetryCount: 2, maxRetryDelay: TimeSpan.FromMilliseconds(200))
{
    private bool IsPartOfMore =>
        !RetriesOnFailure || Dependencies.CurrentContext.Context.Database.CurrentTransaction is not null;

    public override TResult Execute<TState, TResult>(
        TState state, Func<DbContext, TState, TResult> operation, Func<DbContext, TState, ExecutionResult<TResult>>? verifySucceeded)
    {
        if (IsPartOfMore)
            return operation(Dependencies.CurrentContext.Context, state);
        try
        {
            return base.Execute(state, operation, verifySucceeded);
        }
        catch (Exception exception) when (IsAway(exception))
        {
            throw new UnavailableException(exception);
        }
    }

    public override async Task<TResult> ExecuteAsync<TState, TResult>(
        TState state, Func<DbContext, TState, CancellationToken, Task<TResult>> operation,
        Func<DbContext, TState, CancellationToken, Task<ExecutionResult<TResult>>>? verifySucceeded, CancellationToken cancellationToken)
    {
        if (IsPartOfMore)
            return await operation(Dependencies.CurrentContext.Context, state, cancellationToken);
        try
        {
            return await base.ExecuteAsync(state, operation, verifySucceeded, cancellationToken);
        }
        catch (Exception exception) when (IsAway(exception))
        {
            throw new UnavailableException(exception);
        }
    }

    protected override bool ShouldRetryOn(Exception exception) => PostgresFaults.Classify(exception) == DatabaseFault.Transient;

    private static bool IsAway(Exception exception) =>
        PostgresFaults.Find(exception) is { } fault && PostgresFaults.IsServerFault(fault);
}
