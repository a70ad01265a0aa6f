using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Log;

/// <summary>Takes part in the room log's transactions. Called only by the writer's thread, in the order of registration.</summary>
internal interface ILogParticipant
{
    /// <summary>Called when a transaction begins. Implementations must discard the state of an earlier, failed attempt.</summary>
    void OnBegin(LogTransaction transaction);

    /// <summary>
    /// Determines whether <see cref="OnEvent"/> handles the event. If no participant does, the transaction saves a round trip.
    /// </summary>
    bool Observes(IDomainEvent domainEvent) => false;

    /// <summary>Called for each event in the transaction. A room event already has its <c>seq</c>.</summary>
    void OnEvent(IDomainEvent domainEvent);

    /// <summary>Called before the commit. Statements that are added to the session now are committed with the transaction.</summary>
    void OnBeforeCommit();

    /// <summary>Called after the transaction is durable. Not called if the outcome of a commit remains unknown.</summary>
    void OnCommitted();
}
