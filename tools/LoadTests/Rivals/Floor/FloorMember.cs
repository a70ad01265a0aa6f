using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace VideoChat.Rivals.Floor;

/// <summary>A connection that reads masked text frames and sends whole buffers.</summary>
internal sealed class FloorMember(Guid roomId, Guid userId, string username, PipeWriter output, FloorLoop loop)
{
    private const int SmallestBuffer = 1_024, LargestBuffer = 64 * 1_024;

    private readonly List<ReadOnlyMemory<byte>> _waiting = [];
    private Task _flushing = Task.CompletedTask;

    public Guid RoomId => roomId;

    public async Task ReceiveAsync(Stream stream)
    {
        var buffer = new byte[SmallestBuffer];
        var filled = 0;
        while (await stream.ReadAsync(buffer.AsMemory(filled)) is > 0 and var read)
        {
            filled += read;
            var isFull = filled == buffer.Length;
            var used = 0;
            while (ClientFrame.TryTake(buffer.AsSpan(used, filled - used), out var payload, out var isText, out var size))
            {
                if (isText)
                    loop.Post(Read(payload));
                used += size;
            }
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (isFull && buffer.Length < LargestBuffer)
                Array.Resize(ref buffer, 2 * buffer.Length); // active senders are read in large pieces, and silent ones hold little memory
        }
    }

    /// <summary>Sends immediately or, while the last buffer is being written, with the next one. Called only by the loop.</summary>
    public void Send(ReadOnlyMemory<byte> frames)
    {
        _waiting.Add(frames);
        Flush();
    }

    public void Flush()
    {
        if (_waiting.Count == 0 || !_flushing.IsCompleted)
            return;
        foreach (var frames in _waiting)
            output.Write(frames.Span);
        _waiting.Clear();
        var flush = output.FlushAsync();
        if (!flush.IsCompleted)
            _flushing = FinishAsync(flush);
    }

    private async Task FinishAsync(ValueTask<FlushResult> flush)
    {
        await flush;
        _flushing = Task.CompletedTask;
        loop.FlushSoon(this);
    }

    private FloorMessage Read(ReadOnlySpan<byte> json)
    {
        string? content = null, clientId = null;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is not JsonTokenType.PropertyName)
                continue;
            var isContent = reader.ValueTextEquals("content"u8);
            var isClientId = reader.ValueTextEquals("client_id"u8);
            reader.Read();
            if (isContent)
                content = reader.GetString();
            else if (isClientId)
                clientId = reader.GetString();
        }
        return new FloorMessage(roomId, userId, username, content!, clientId!);
    }
}
