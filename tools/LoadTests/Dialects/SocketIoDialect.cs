using System.Buffers;
using System.Text;
using VideoChat.LoadTests.Order;
using VideoChat.LoadTests.Sockets;

namespace VideoChat.LoadTests.Dialects;

/// <summary>Socket.IO 5 on Engine.IO 4: 40 connects, 42 is an event, 2 is a ping and 3 its answer.</summary>
internal sealed class SocketIoDialect : IDialect
{
    private static readonly ReadOnlyMemory<byte> Pong = ClientFrames.Text("3");

    public ReadOnlyMemory<byte> Greeting { get; } = ClientFrames.Text("40");

    public Task<IReadOnlyList<RoomCast>> PrepareAsync(Uri server, int rooms, int membersEach) =>
        Task.FromResult(Casting.OutOfThinAir(rooms, membersEach));

    public string SocketPath(Guid roomId, Person person) =>
        $"/socket.io/?EIO=4&transport=websocket&room={roomId}&user={person.Id}&username={person.Name}";

    public ReadOnlyMemory<byte> AnswerTo(ReadOnlySpan<byte> payload) => payload.SequenceEqual("2"u8) ? Pong : default;

    public void WriteMessage(IBufferWriter<byte> output, Mark mark, string filling) => ClientFrames.Write(
        output,
        ServerFrame.Text,
        Encoding.UTF8.GetBytes($"42[\"message\",{{\"content\":\"~{mark}{filling}\",\"client_id\":\"{mark}\"}}]"));
}
