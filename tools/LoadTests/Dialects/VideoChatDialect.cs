using System.Buffers;
using System.Text;
using VideoChat.LoadTests.Order;
using VideoChat.LoadTests.Sockets;

namespace VideoChat.LoadTests.Dialects;

/// <summary>VideoChat itself: users and rooms are made over HTTP.</summary>
internal class VideoChatDialect : IDialect
{
    public ReadOnlyMemory<byte> Greeting => default;

    public virtual Task<IReadOnlyList<RoomCast>> PrepareAsync(Uri server, int rooms, int membersEach) =>
        Casting.OverHttpAsync(server, rooms, membersEach);

    public virtual string SocketPath(Guid roomId, Person person) => $"/ws/{roomId}/{person.Id}";

    public ReadOnlyMemory<byte> AnswerTo(ReadOnlySpan<byte> payload) => default;

    public void WriteMessage(IBufferWriter<byte> output, Mark mark, string filling) => ClientFrames.Write(
        output, ServerFrame.Text, Encoding.UTF8.GetBytes($"{{\"content\":\"~{mark}{filling}\",\"client_id\":\"{mark}\"}}"));
}

/// <summary>The floors: the same frames, but nobody has to be known.</summary>
internal sealed class BareDialect : VideoChatDialect
{
    public override Task<IReadOnlyList<RoomCast>> PrepareAsync(Uri server, int rooms, int membersEach) =>
        Task.FromResult(Casting.OutOfThinAir(rooms, membersEach));

    public override string SocketPath(Guid roomId, Person person) => base.SocketPath(roomId, person) + "?username=" + person.Name;
}
