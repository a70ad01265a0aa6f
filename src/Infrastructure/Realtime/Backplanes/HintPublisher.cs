using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using VideoChat.Infrastructure.Realtime.Redis;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Publishes hints, all that gathers while the last ones are on their way in one go and one publication per room. Nobody
/// waits for it: what Redis does not take is dropped, and found by a look at the database.
/// </summary>
internal sealed partial class HintPublisher(RedisLink link, HintSigner signer, ILogger<HintPublisher> logger) : IDisposable
{
    private const int MaxSignalsPerRoom = 1_000;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _work = new(0, 1);
    private Dictionary<Guid, Waiting> _waiting = [];

    public void Reached(Guid roomId, long seq) => Add(roomId, waiting => waiting.Seq = Math.Max(waiting.Seq, seq));

    public void Signal(Guid roomId, SignalHint signal) => Add(roomId, waiting =>
    {
        if (waiting.Signals.Count < MaxSignalsPerRoom)
            waiting.Signals.Add(signal);
    });

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _work.WaitAsync(cancellationToken);
            await FlushAsync();
        }
    }

    /// <summary>Publishes what waits; within the second that Redis has for an answer.</summary>
    public async Task FlushAsync()
    {
        Dictionary<Guid, Waiting> rooms;
        lock (_lock)
            (rooms, _waiting) = (_waiting, []);
        await PublishAsync(rooms);
    }

    public void Dispose() => _work.Dispose();

    private void Add(Guid roomId, Action<Waiting> add)
    {
        if (!link.IsUp)
            return;
        lock (_lock)
        {
            var isFirst = _waiting.Count == 0;
            if (!_waiting.TryGetValue(roomId, out var waiting))
                _waiting.Add(roomId, waiting = new Waiting());
            add(waiting);
            if (isFirst && _work.CurrentCount == 0)
                _work.Release();
        }
    }

    private async Task PublishAsync(Dictionary<Guid, Waiting> rooms)
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
            // What comes next must still go out.
            LogFailed(logger, exception);
            link.MarkDown(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Publishing hints to other machines failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    private sealed class Waiting
    {
        public long Seq { get; set; }

        public List<SignalHint> Signals { get; } = [];

        /// <summary>What only makes others look at the database goes unsigned.</summary>
        public string Write(Guid roomId, HintSigner signer)
        {
            IEnumerable<Hint> hints = Seq > 0 ? [.. Signals, new ReachedHint(Seq)] : Signals;
            var text = string.Join('\n', hints);
            return Signals.Count > 0 ? signer.Sign(roomId, text) : text;
        }
    }
}
