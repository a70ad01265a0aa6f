using BenchmarkDotNet.Attributes;
using VideoChat.Api.WebSockets;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Benchmarks;

/// <summary>The JSON cost of one message: it is read once, and written once for all sockets.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private readonly byte[] _inbound =
        """{"type":"message","content":"a message of a usual length, as people write them","client_id":"c-1"}"""u8.ToArray();

    private readonly RoomEvent[] _commit;

    public FrameBenchmarks()
    {
        var (room, user) = (Some.Room(), Some.User());
        _commit = [.. Enumerable.Range(1, 16).Select(seq => Some.Message(room, user, seq))];
    }

    [Benchmark]
    public object Parse() => InboundFrame.Parse(_inbound);

    [Benchmark(OperationsPerInvoke = 16)]
    public object WriteACommitOf16() => FrameWriter.Write(LogPosition.Start, _commit);
}
