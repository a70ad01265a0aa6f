using System.Text.Json;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.IntegrationTests.Support;

/// <summary>A room's listener that records its calls, in order.</summary>
internal sealed class RecordingListener : IRoomListener
{
    private readonly Lock _lock = new();
    private readonly List<(long First, long Last)> _events = [];
    private readonly List<SeenSignal> _signals = [];
    private long _reached;

    public IReadOnlyList<(long First, long Last)> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public IReadOnlyList<SeenSignal> Signals
    {
        get
        {
            lock (_lock)
                return [.. _signals];
        }
    }

    public long Reached => Volatile.Read(ref _reached);

    public void OnEvents(EventBatch batch)
    {
        lock (_lock)
            _events.Add((batch.FirstSeq, batch.LastSeq));
    }

    public void OnReached(long seq) => Volatile.Write(ref _reached, Math.Max(Reached, seq));

    public void OnSignal(FrameBatch signal, Guid exceptUserId)
    {
        // The header of a frame has two bytes, or four if 126 announces an extended length (RFC 6455, 5.2).
        var frame = JsonSerializer.Deserialize<JsonElement>(signal.Bytes.Span[(signal.Bytes.Span[1] == 126 ? 4 : 2)..]);
        lock (_lock)
        {
            _signals.Add(new SeenSignal(
                frame.GetProperty("type").GetString()!, frame.GetProperty("user_id").GetGuid(),
                frame.GetProperty("username").GetString()!, exceptUserId));
        }
    }

    public Task WaitForSignalsAsync(int count) => Wait.UntilAsync(() => Signals.Count >= count, $"{count} signals have come");
}

internal sealed record SeenSignal(string Type, Guid UserId, string Username, Guid ExceptUserId);
