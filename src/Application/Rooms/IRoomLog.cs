using VideoChat.Application.Common;
using VideoChat.Application.Common.Idempotency;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Rooms;

/// <summary>The durable, ordered event log of every room.</summary>
public interface IRoomLog
{
    /// <summary>
    /// Queues a message. Messages are stored in the order in which they were queued. The call waits only while the queue is full.
    /// </summary>
    /// <param name="message">The message, without a <c>seq</c>.</param>
    /// <param name="request">The idempotent request that posts the message; null if there is none.</param>
    /// <param name="answer">Creates the response that is stored with the idempotency key.</param>
    /// <param name="cancellationToken">Cancels the wait for the queue. A queued message is written in any case.</param>
    /// <exception cref="UnavailableException">The room log is unavailable, and nothing was queued.</exception>
    ValueTask<QueuedMessage> EnqueueAsync(
        MessagePosted message, IdempotentRequest? request, Func<Message, object> answer, CancellationToken cancellationToken);
}

/// <summary>A message that is queued and waits for its commit.</summary>
/// <param name="Stored">
/// Completes when the message is durable and published. If the client id repeats, the result is the first message with that id.
/// Fails with <see cref="DomainException"/> if that message has different content, with <see cref="NotFoundException"/> if the
/// room does not exist, and with <see cref="UnavailableException"/> if nothing was stored or the outcome is unknown.
/// </param>
public readonly record struct QueuedMessage(Task<Message> Stored);
