using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;

namespace VideoChat.Rivals.Floor;

/// <summary>
/// One loop for all rooms. It takes the queued messages, numbers them, has them written, and sends each room's part as one buffer.
/// </summary>
internal sealed class FloorLoop : IDisposable
{
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly FloorDisk? _disk;
    private readonly Dictionary<Guid, FloorRoom> _rooms = [];
    private readonly List<FloorMessage> _batch = [];
    private readonly HashSet<FloorRoom> _touched = [];

    public FloorLoop(FloorDisk? disk)
    {
        _disk = disk;
        if (disk is null)
            _ = Task.Run(RunAsync);
        else
            new Thread(() => RunAsync().GetAwaiter().GetResult()) { IsBackground = true }.Start();
    }

    public void Post(FloorMessage message) => _work.Writer.TryWrite(() => _batch.Add(message));

    public void Enter(FloorMember member) => _work.Writer.TryWrite(() =>
    {
        RoomOf(member.RoomId).Members.Add(member);
        var joined = new ArrayBufferWriter<byte>();
        FloorMessage.WriteText(joined, """{"type":"user_joined"}"""u8);
        member.Send(joined.WrittenMemory);
    });

    public void Leave(FloorMember member) => _work.Writer.TryWrite(() => RoomOf(member.RoomId).Members.Remove(member));

    public void FlushSoon(FloorMember member) => _work.Writer.TryWrite(member.Flush);

    public void Dispose()
    {
        _work.Writer.TryComplete();
        _disk?.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _work.Reader.WaitToReadAsync())
        {
            while (_work.Reader.TryRead(out var work))
                work();
            if (_batch.Count > 0)
                Round();
        }
    }

    private void Round()
    {
        foreach (var message in _batch)
        {
            var room = RoomOf(message.RoomId);
            message.Seq = ++room.LastSeq;
            room.Write(message);
            _touched.Add(room);
        }
        _disk?.Commit(_batch);
        foreach (var room in _touched)
            room.Send();
        _touched.Clear();
        _batch.Clear();
    }

    private FloorRoom RoomOf(Guid id)
    {
        if (!_rooms.TryGetValue(id, out var room))
            _rooms.Add(id, room = new FloorRoom());
        return room;
    }

    private sealed class FloorRoom
    {
        private static readonly Utf8JsonWriter Json = new(Stream.Null);
        private static readonly ArrayBufferWriter<byte> Payload = new();
        private ArrayBufferWriter<byte> _frames = new(4_096);

        public long LastSeq { get; set; }

        public HashSet<FloorMember> Members { get; } = [];

        public void Write(FloorMessage message) => message.WriteFrame(_frames, Json, Payload);

        public void Send()
        {
            foreach (var member in Members)
                member.Send(_frames.WrittenMemory);
            _frames = new ArrayBufferWriter<byte>(4_096);
        }
    }
}
