using System.Data.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Messages;
using VideoChat.Domain.Webhooks;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Webhooks.Outbox;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// What every message costs, in the words of one database: hand-written statements on the log's connection. All belong
/// to the transaction that <see cref="Begin"/> was given last.
/// </summary>
internal interface ILogStatements : IDisposable
{
    /// <summary>By what the transaction can be found again; null where a commit that fails did not happen.</summary>
    CommitMark? Mark { get; }

    /// <summary>
    /// Locks the rows of rooms, in the order in which they are given, and tells where their logs end; a room that does
    /// not exist is left out.
    /// </summary>
    /// <param name="transaction">The transaction that has begun.</param>
    /// <param name="roomIds">The rooms whose logs will gain.</param>
    /// <param name="named">The messages that may be repeats of others.</param>
    List<(Guid RoomId, long LastSeq)> Begin(
        DbTransaction transaction, IReadOnlyList<Guid> roomIds, IReadOnlyList<Message> named);

    /// <summary>
    /// Adds a message with a number to a room that is locked, at the latest with <see cref="Finish"/>. Returns the first
    /// message where the client id repeats; then nothing is added.
    /// </summary>
    Message? Insert(Message message, long seq);

    /// <summary>Runs a statement, at the latest with <see cref="Finish"/>.</summary>
    /// <param name="sql">A constant, with the parameters <c>$1</c>, <c>$2</c> …</param>
    /// <param name="values">Their values.</param>
    void Execute(string sql, params ReadOnlySpan<object> values);

    /// <summary>Runs a statement after those that were given before, and returns how many rows it changed.</summary>
    /// <param name="sql">A constant, with the parameters <c>$1</c>, <c>$2</c> …</param>
    /// <param name="values">Their values.</param>
    int ExecuteNow(string sql, params ReadOnlySpan<object> values);

    /// <summary>Keeps an answer in place of one under the same key that is older than <paramref name="expired"/>.</summary>
    /// <exception cref="IdempotencyKeyTakenException">There is a younger one; perhaps <see cref="Finish"/> only finds out.</exception>
    void Remember(IdempotencyKey key, DateTime expired);

    /// <summary>
    /// What the enabled endpoints of partners want to be told, as it is now, with all that was committed before: whoever
    /// has waited for <see cref="IDatabaseDialect.WaitForOthersAsync"/> after a change is seen by every transaction to come.
    /// </summary>
    IReadOnlyList<WebhookSubscription> ReadSubscriptions();

    /// <summary>Adds a delivery behind those that were added before, at the latest with <see cref="Finish"/>.</summary>
    void Insert(WebhookDelivery delivery);

    /// <summary>Writes where the logs end now, and what is to be counted.</summary>
    void Finish(IReadOnlyCollection<(Guid RoomId, long LastSeq)> gained, IReadOnlyDictionary<string, long> counts);
}
