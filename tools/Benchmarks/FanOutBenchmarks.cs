using System.IO.Pipelines;
using System.Net.WebSockets;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Rooms;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Benchmarks;

/// <summary>
/// A commit of one message on its way from the backplane to the transport's pipes of 1,000 connections: the server's own part of a
/// delivery. The other end of each pipe is read and discarded.
/// </summary>
[MemoryDiagnoser]
public class FanOutBenchmarks
{
    private const int Connections = 1_000;

    private readonly InProcessBackplane _backplane = new();
    private readonly Domain.Rooms.Room _room = Some.Room();
    private readonly List<Pipe> _pipes = [];
    private readonly EventBatch[] _batches = new EventBatch[100_000];
    private int _next;

    [GlobalSetup]
    public async Task ConnectAsync()
    {
        var user = Some.User();
        await using var store = await Store.StartAsync();
        var reader = new RoomLogReader(store.Get<IServiceScopeFactory>());
        var hub = new RoomHub(_backplane, reader, [], TimeProvider.System, NullLogger<RoomHub>.Instance);
        var pool = new KeepingPool();
        for (var i = 0; i < Connections; i++)
        {
            var pipe = new Pipe(new PipeOptions(pool, useSynchronizationContext: false));
            var socket = new FrameSocket(Stream.Null, () => { }, pipe.Writer);
            socket.Attach(WebSocket.CreateFromStream(new SilentStream(), new WebSocketCreationOptions { IsServer = true }));
            var connection = new UserConnection(user, socket, new RealtimeOptions(), TimeProvider.System);
            await hub.SubscribeAsync(_room.Id, connection);
            _ = connection.RunAsync(AsyncEnumerable.Empty<FrameBatch>(), _ => ValueTask.CompletedTask);
            _pipes.Add(pipe);
        }
        // Only the number differs, so the benchmark does not include building the frames.
        var bytes = FrameWriter.Write(LogPosition.Start, [Some.Message(_room, user, 1)]).Bytes;
        Guid[] ids = [Guid.NewGuid()];
        for (var i = 0; i < _batches.Length; i++)
            _batches[i] = new EventBatch(new LogPosition(i, i == 0 ? Guid.Empty : ids[0]), ids, [0], bytes);
    }

    [Benchmark(OperationsPerInvoke = Connections)]
    public void DeliverToThousand()
    {
        _backplane.Find(_room.Id)!.OnEvents(_batches[_next++]);
        foreach (var pipe in _pipes)
        {
            if (pipe.Reader.TryRead(out var result))
                pipe.Reader.AdvanceTo(result.Buffer.End);
        }
    }

    /// <summary>A peer that never sends.</summary>
    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
