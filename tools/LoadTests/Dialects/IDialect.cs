using System.Buffers;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.Dialects;

/// <summary>How one kind of server wants to be spoken to.</summary>
internal interface IDialect
{
    /// <summary>Rooms and users that the server knows.</summary>
    Task<IReadOnlyList<RoomCast>> PrepareAsync(Uri server, int rooms, int membersEach);

    string SocketPath(Guid roomId, Person person);

    /// <summary>Frames to send at once after the handshake; empty where there are none.</summary>
    ReadOnlyMemory<byte> Greeting { get; }

    /// <summary>The frames that answer this frame; empty where it needs no answer.</summary>
    ReadOnlyMemory<byte> AnswerTo(ReadOnlySpan<byte> payload);

    /// <summary>Writes the frame of a message whose content is the mark and some filling.</summary>
    void WriteMessage(IBufferWriter<byte> output, Mark mark, string filling);
}

internal sealed record Person(Guid Id, string Name);

/// <summary>A room and who is in it.</summary>
internal sealed record RoomCast(Guid Id, IReadOnlyList<Person> Members);
