using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Persistence;

namespace VideoChat.Infrastructure.Log.Faults;

/// <summary>Determines whether a commit succeeded although its response was lost.</summary>
internal sealed class LostCommits(IDatabaseDialect database, LogPublisher publisher, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _closing = new();

    /// <summary>
    /// Returns if the transaction is durable; otherwise throws the failure of the commit. Blocks the writer's thread, so that no
    /// later write overtakes the batch. If the database does not answer in time, the callers fail and a durable batch is published
    /// later. Reorder buffers then restore the order, and repeated client ids find the stored messages.
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
            // The server is stopping, so the outcome is no longer needed.
        }
    }
}
