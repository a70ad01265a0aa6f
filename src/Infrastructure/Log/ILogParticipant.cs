using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Takes part in the log's transactions: what it writes is committed together with the events it is given, or not at all. It is
/// registered as a scoped service and lives as long as the writer's connection. Participants are called by the writer's thread
/// alone, in the order of their registration. The log knows none of them.
/// </summary>
internal interface ILogParticipant
{
    /// <summary>A transaction begins: reads may be added to the session, and state of an earlier attempt is discarded.</summary>
    void OnBegin(LogTransaction transaction);

    /// <summary>
    /// Whether <see cref="OnEvent"/> acts on such an event. Asked only if finding out whether the event happens costs a round trip.
    /// </summary>
    bool Observes(IDomainEvent domainEvent) => false;

    /// <summary>Something happens in the transaction: an event of a room's log, which has its <c>seq</c>, or a fact without one.</summary>
    void OnEvent(IDomainEvent domainEvent);

    /// <summary>All writes are applied. Statements given to the session now are committed with them.</summary>
    void OnBeforeCommit();

    /// <summary>The transaction is durable. Not called if the outcome of the commit stays unknown for too long.</summary>
    void OnCommitted();
}
