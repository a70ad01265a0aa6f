using System.Diagnostics;
using Microsoft.Extensions.Logging;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// A room with subscriptions in this process. Its lock also protects the reorder buffer, the missing events and the signals.
/// </summary>
internal sealed class HubRoom : IRoomListener, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly List<RoomSubscription> _subscriptions = [];
    private readonly ReorderBuffer _reorderBuffer = new();
    private readonly MissingEvents _missing;
    private readonly RoomSignals _signals;
    private readonly RoomLogReader _log;
    private readonly MissingEventsReader _reader;
    private readonly ITimer _signalTimer;
    private readonly Lazy<Task> _started;
    private bool _areSignalsScheduled;
    private bool _isClosed;

    public HubRoom(Guid roomId, IBackplane backplane, RoomLogReader log, TimeProvider clock, ILogger logger)
    {
        RoomId = roomId;
        _missing = new MissingEvents(_reorderBuffer, clock, OnReadTimer);
        _signals = new RoomSignals(_subscriptions, clock);
        _log = log;
        _reader = new MissingEventsReader(this, log, clock, logger);
        _signalTimer = clock.CreateTimer(_ => Execute(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _started = new Lazy<Task>(() => StartAsync(backplane));
    }

    public Guid RoomId { get; }

    public Task Started => _started.Value;

    public RoomSubscription? TrySubscribe(UserConnection connection, long skipThrough)
    {
        lock (_lock)
        {
            if (_isClosed)
                return null;
            var subscription = new RoomSubscription(connection, this, _reorderBuffer.LastSeq, skipThrough)
            {
                Index = _subscriptions.Count,
                SignalsSeen = _signals.Count,
            };
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Removes a subscription. Returns true if it was the last one; the room is then closed.</summary>
    public bool Unsubscribe(RoomSubscription subscription)
    {
        lock (_lock)
        {
            var last = _subscriptions[^1];
            _signals.BeforeMove(last);
            _subscriptions[subscription.Index] = last;
            last.Index = subscription.Index;
            _subscriptions.RemoveAt(_subscriptions.Count - 1);
            return TryClose();
        }
    }

    public bool TryClose()
    {
        lock (_lock)
        {
            if (_subscriptions.Count > 0)
                return false;
            _isClosed = true;
            _missing.Stop();
            _signalTimer.Dispose();
            return true;
        }
    }

    public void OnEvents(EventBatch batch)
    {
        lock (_lock)
            Deliver(_reorderBuffer.Take(batch));
    }

    public void OnReached(long seq)
    {
        bool mustRead;
        lock (_lock)
            mustRead = _missing.BeginRead(seq);
        if (mustRead)
            _ = _reader.RunAsync();
    }

    public void OnSignal(FrameBatch signal, Guid exceptUserId)
    {
        lock (_lock)
        {
            _signals.Add(signal, exceptUserId);
            if (!_areSignalsScheduled)
                SendSignals();
        }
    }

    // Sends a stored event again to one subscription. If the room has not received the event yet, the event is read from the
    // database and sent to all subscriptions.
    public void SendAgain(RoomSubscription subscription, long seq, FrameBatch frame)
    {
        lock (_lock)
        {
            if (seq <= _reorderBuffer.LastSeq || seq <= subscription.SkipThrough)
            {
                subscription.Connection.Send(frame);
                return;
            }
        }
        OnReached(seq);
    }

    public (long First, long Last)? NextRead()
    {
        lock (_lock)
            return _missing.NextRead();
    }

    public void OnReadFailed()
    {
        lock (_lock)
            _missing.FailRead();
    }

    public void Execute()
    {
        lock (_lock)
            SendSignals();
    }

    // Subscribes before reading the last seq, so that the room misses no event. The reorder buffer drops duplicates.
    private async Task StartAsync(IBackplane backplane)
    {
        await backplane.SubscribeAsync(RoomId, this);
        var lastSeq = await _log.GetLastSeqAsync(RoomId);
        lock (_lock)
            Deliver(_reorderBuffer.Start(lastSeq));
        OnReached(lastSeq);
    }

    private void Deliver(IEnumerable<EventBatch> batches)
    {
        Debug.Assert(_lock.IsHeldByCurrentThread);
        foreach (var batch in batches)
        {
            // A user_joined signal must arrive before the user's first message.
            _signals.SendAll();
            foreach (var subscription in _subscriptions)
                subscription.Send(batch);
            RealtimeMetrics.Delivered(batch.LastSeq - batch.FirstSeq + 1, _subscriptions.Count);
        }
        _missing.WatchGap();
    }

    private void SendSignals()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread);
        _areSignalsScheduled = !_isClosed && _signals.SendNext() switch
        {
            null => false,
            { Ticks: 0 } => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false),
            { } delay => _signalTimer.Change(delay, Timeout.InfiniteTimeSpan),
        };
    }

    private void OnReadTimer()
    {
        (long First, long Last)? gap;
        lock (_lock)
            gap = _missing.OnTimer();
        if (gap is var (first, last))
            _reader.LogGap(first, last);
        OnReached(gap?.Last ?? 0);
        lock (_lock)
            _missing.WatchGap();
    }
}
