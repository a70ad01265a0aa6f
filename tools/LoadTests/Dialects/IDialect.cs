using System.Buffers;
using VideoChat.LoadTests.Order;

namespace VideoChat.LoadTests.Dialects;

/// <summary>The protocol of one kind of server.</summary>
internal interface IDialect
{
    /// <summary>Creates rooms and users that the server knows.</summary>
    Task<IReadOnlyList<RoomCast>> PrepareAsync(Uri server, int rooms, int membersEach);

    string SocketPath(Guid roomId, Person person);

    /// <summary>The frames to send immediately after the handshake, or empty.</summary>
    ReadOnlyMemory<byte> Greeting { get; }

    /// <summary>Returns the frames that answer this frame, or empty.</summary>
    ReadOnlyMemory<byte> AnswerTo(ReadOnlySpan<byte> payload);

    /// <summary>Writes the frame of a message whose content is the mark and some filler.</summary>
    void WriteMessage(IBufferWriter<byte> output, Mark mark, string filling);
}

internal sealed record Person(Guid Id, string Name);

internal sealed record RoomCast(Guid Id, IReadOnlyList<Person> Members);
