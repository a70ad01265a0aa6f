using VideoChat.Domain.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Infrastructure.Log.Statements;

/// <summary>The SQL statements for storing messages. Each database has its own implementation.</summary>
internal interface IRoomLogStatements
{
    /// <summary>The rooms of the transaction that exist. No other transaction can add events to them until the commit.</summary>
    IReadOnlyList<(Guid RoomId, LogPosition Last)> Rooms { get; }

    /// <param name="named">The messages with a client id, which may repeat earlier messages.</param>
    void Begin(IReadOnlyList<Guid> roomIds, IReadOnlyList<MessagePosted> named);

    /// <summary>Inserts a message. If its client id was used before, inserts nothing and returns the first message.</summary>
    Message? Insert(MessagePosted message, long seq);

    void Finish(IReadOnlyCollection<(Guid RoomId, LogPosition Last)> gained);
}
