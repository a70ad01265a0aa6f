using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Redis.Machines;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>Publishes hints without making callers wait. If a hint is lost, other machines find stored events by polling.</summary>
internal sealed partial class HintPublisher(RedisLink link, HintSigner signer, ILogger<HintPublisher> logger) : IDisposable
{
    private const int MaxSignalsPerRoom = 1_000;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _work = new(0, 1);
    private Dictionary<Guid, PendingHints> _pending = [];

    public void Reached(Guid roomId, long seq) => Add(roomId, hints => hints.Seq = Math.Max(hints.Seq, seq));

    public void Signal(Guid roomId, SignalHint signal) => Add(roomId, hints =>
    {
        if (hints.Signals.Count < MaxSignalsPerRoom)
            hints.Signals.Add(signal);
    });

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _work.WaitAsync(cancellationToken);
            await FlushAsync();
        }
    }

    public async Task FlushAsync()
    {
        Dictionary<Guid, PendingHints> rooms;
        lock (_lock)
            (rooms, _pending) = (_pending, []);
        await PublishAsync(rooms);
    }

    public void Dispose() => _work.Dispose();

    private void Add(Guid roomId, Action<PendingHints> add)
    {
        if (!link.IsUp)
            return;
        lock (_lock)
        {
            var isFirst = _pending.Count == 0;
            if (!_pending.TryGetValue(roomId, out var hints))
                _pending.Add(roomId, hints = new PendingHints());
            add(hints);
            if (isFirst && _work.CurrentCount == 0)
                _work.Release();
        }
    }

    private async Task PublishAsync(Dictionary<Guid, PendingHints> rooms)
    {
        try
        {
            await Task.WhenAll(rooms.Select(room => link.PublishAsync(RedisBackplane.Channel(room.Key), room.Value.Write(room.Key, signer))));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            link.MarkDown(exception);
        }
        catch (Exception exception)
        {
            // The exception must not end the publishing loop.
            LogFailed(logger, exception);
            link.MarkDown(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Publishing hints to other machines failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    private sealed class PendingHints
    {
        public long Seq { get; set; }

        public List<SignalHint> Signals { get; } = [];

        // Writes the hints of a room, and signs them if they include a signal. A reached hint needs no signature, because a forged
        // one only causes a database read.
        public string Write(Guid roomId, HintSigner signer)
        {
            IEnumerable<Hint> all = Seq > 0 ? [.. Signals, new ReachedHint(Seq)] : Signals;
            var text = string.Join('\n', all);
            return Signals.Count > 0 ? signer.Sign(roomId, text) : text;
        }
    }
}
