using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log.Faults;

/// <summary>
/// Determines the outcome of commits whose response was lost. A durable batch must be published and not written again; one that is not
/// durable may be retried.
/// </summary>
internal sealed class LostCommits(IDatabaseDialect database, LogPublisher publisher, TimeProvider clock) : IDisposable
{
    /// <summary>How long callers wait for the outcome.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _closing = new();

    /// <summary>
    /// Returns if the transaction is durable; otherwise throws the failure of its commit. If the database does not answer in time, the
    /// callers get an error. A batch that turns out to be durable is published later: sequencers restore the order, and a repeat with the
    /// same client id finds the message. Blocks the writer's thread, because no write may overtake the batch in doubt.
    /// </summary>
    /// <exception cref="UnavailableException">The outcome is still unknown.</exception>
    public void EnsureDurable(CommitInDoubtException doubt)
    {
        var doubted = Stopwatch.GetTimestamp();
        var outcome = database.HasCommittedAsync(doubt.Mark, _closing.Token);
        if (!Task.WhenAny(outcome, Task.Delay(Limit, clock)).GetAwaiter().GetResult().Equals(outcome))
        {
            _ = PublishLateAsync(outcome, doubt.Appended, doubted);
            throw new UnavailableException(doubt);
        }
        if (!outcome.GetAwaiter().GetResult())
            throw doubt.InnerException!;
    }

    /// <summary>Stops waiting for outcomes. Clients reconnect and read the log.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose() => _closing.Dispose();

    private async Task PublishLateAsync(Task<bool> outcome, IReadOnlyCollection<RoomEventsAppendedEvent> appended, long doubted)
    {
        try
        {
            if (!await outcome)
                return;
            foreach (var one in appended)
                publisher.Publish(one, committed: doubted);
        }
        catch (OperationCanceledException)
        {
            // Shutdown.
        }
    }
}
