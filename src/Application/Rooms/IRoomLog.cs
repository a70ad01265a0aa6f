using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Rooms;

/// <summary>The durable, ordered log of every room.</summary>
public interface IRoomLog
{
    /// <summary>Queues a message after every message queued before it. Waits only while the queue is full.</summary>
    /// <param name="message">The message, not yet numbered.</param>
    /// <param name="request">The idempotent request that posts it, or null.</param>
    /// <param name="answer">Creates the response to store under the idempotency key; called only if there is a request.</param>
    /// <param name="cancellationToken">Ends the wait for a place in the queue; a queued message is written.</param>
    /// <exception cref="UnavailableException">The log accepts nothing now; nothing was queued.</exception>
    ValueTask<QueuedMessage> EnqueueAsync(
        MessagePosted message, IdempotentRequest? request, Func<Message, object> answer, CancellationToken cancellationToken);
}

/// <summary>A message that has its place in the room's order and waits for its commit.</summary>
/// <param name="Stored">
/// Completes when the message is durable and published: the given one with its <c>seq</c>, or the first one if its client id
/// repeats. Fails with <see cref="DomainException"/> if the client id was used for another content,
/// <see cref="NotFoundException"/> if there is no such room, <see cref="UnavailableException"/> if nothing could be stored.
/// </param>
public readonly record struct QueuedMessage(Task<Message> Stored);
