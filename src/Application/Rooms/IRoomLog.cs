using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.Messages;

namespace VideoChat.Application.Rooms;

/// <summary>
/// The durable, ordered log of every room. What it answers with is on disk and has been handed to everyone who listens.
/// </summary>
public interface IRoomLog
{
    /// <summary>
    /// Takes a message into the log's queue. The outer task ends when the message has its place there, behind every
    /// message that was taken before; it waits only while the queue is full. The inner task ends when the message is
    /// durable and published.
    /// </summary>
    /// <param name="message">The message, not yet numbered.</param>
    /// <param name="answer">What an idempotency key is to remember; called only where the request has one.</param>
    /// <param name="cancellationToken">Gives up waiting for a place; what has a place is written.</param>
    /// <returns>
    /// The stored message: the given one with its <c>seq</c>, or the first one where its client id repeats.
    /// The inner task throws <see cref="DomainException"/> where the client id was used for another content,
    /// <see cref="NotFoundException"/> where there is no such room, <see cref="UnavailableException"/> where nothing
    /// could be stored.
    /// </returns>
    ValueTask<Task<Message>> AppendAsync(Message message, Func<Message, object> answer, CancellationToken cancellationToken);
}
