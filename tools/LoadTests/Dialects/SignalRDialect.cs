using System.Buffers;
using System.Text;
using VideoChat.LoadTests.Order;
using VideoChat.LoadTests.Sockets;

namespace VideoChat.LoadTests.Dialects;

/// <summary>SignalR's JSON protocol, without negotiation.</summary>
internal sealed class SignalRDialect : IDialect
{
    public ReadOnlyMemory<byte> Greeting { get; } = ClientFrames.Text("{\"protocol\":\"json\",\"version\":1}\u001e");

    public Task<IReadOnlyList<RoomCast>> PrepareAsync(Uri server, int rooms, int membersEach) =>
        Task.FromResult(Casting.OutOfThinAir(rooms, membersEach));

    public string SocketPath(Guid roomId, Person person) => $"/hub?room={roomId}&user={person.Id}&username={person.Name}";

    public ReadOnlyMemory<byte> AnswerTo(ReadOnlySpan<byte> payload) => default;

    public void WriteMessage(IBufferWriter<byte> output, Mark mark, string filling) => ClientFrames.Write(
        output,
        ServerFrame.Text,
        Encoding.UTF8.GetBytes($"{{\"type\":1,\"target\":\"Send\",\"arguments\":[\"~{mark}{filling}\",\"{mark}\"]}}\u001e"));
}
