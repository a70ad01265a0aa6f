using System.Buffers;
using System.Text;
using VideoChat.LoadTests.Order;
using VideoChat.LoadTests.Sockets;

namespace VideoChat.LoadTests.Dialects;

/// <summary>The protocol of VideoChat. Users and rooms are created over HTTP.</summary>
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

/// <summary>The protocol of the floors: the same frames, without creating users and rooms.</summary>
internal sealed class BareDialect : VideoChatDialect
{
    public override Task<IReadOnlyList<RoomCast>> PrepareAsync(Uri server, int rooms, int membersEach) =>
        Task.FromResult(Casting.OutOfThinAir(rooms, membersEach));

    public override string SocketPath(Guid roomId, Person person) => base.SocketPath(roomId, person) + "?username=" + person.Name;
}
