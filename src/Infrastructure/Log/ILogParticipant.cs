using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Log;

/// <summary>
/// Takes part in the log's transactions. Its writes are committed together with the events or not at all. Register it as a scoped service;
/// it lives as long as the writer's connection. Only the writer's thread calls participants, in the order of their registration.
/// </summary>
internal interface ILogParticipant
{
    /// <summary>A transaction begins. Discard the state of an earlier attempt. Reads may be added to the session.</summary>
    void OnBegin(LogTransaction transaction);

    /// <summary>
    /// Returns whether <see cref="OnEvent"/> acts on such an event. Called only if finding out whether the event happens costs a round
    /// trip.
    /// </summary>
    bool Observes(IDomainEvent domainEvent) => false;

    /// <summary>An event happens in the transaction: an entry of a room's log, which has its <c>seq</c>, or another event.</summary>
    void OnEvent(IDomainEvent domainEvent);

    /// <summary>All writes are applied. Statements given to the session now are committed with them.</summary>
    void OnBeforeCommit();

    /// <summary>The transaction is durable. Not called if the outcome of the commit stays unknown for too long.</summary>
    void OnCommitted();
}
