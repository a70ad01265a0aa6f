using System.Diagnostics;
using Microsoft.Extensions.Logging;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Backplanes;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <summary>
/// A room with subscriptions in this process. Its lock also protects the reorder buffer, the missing events and the signals.
/// </summary>
internal sealed partial class HubRoom : IRoomListener, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly List<RoomSubscription> _subscriptions = [];
    private readonly ReorderBuffer _reorderBuffer = new();
    private readonly MissingEvents _missing;
    private readonly RoomLogReader _log;
    private readonly MissingEventsReader _reader;
    private readonly Lazy<Task> _started;
    private readonly Action<HubRoom, int> _onWentBack;
    private bool _isClosed;

    /// <param name="onWentBack">Called under the room's lock, with the number of sockets, if the log has lost events that were sent.</param>
    public HubRoom(
        Guid roomId, IBackplane backplane, RoomLogReader log, TimeProvider clock, ILogger logger, Action<HubRoom, int> onWentBack)
    {
        RoomId = roomId;
        _onWentBack = onWentBack;
        _missing = new MissingEvents(_reorderBuffer, clock, OnReadTimer);
        _signals = new RoomSignals(_subscriptions, clock);
        _log = log;
        _reader = new MissingEventsReader(this, log, clock, logger);
        _signalTimer = clock.CreateTimer(_ => Execute(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _started = new Lazy<Task>(() => StartAsync(backplane));
    }

    public Guid RoomId { get; }

    public Task Started => _started.Value;

    /// <summary>The highest position that the room or a peer has received; null if the room has not started.</summary>
    public LogPosition? Newest
    {
        get
        {
            lock (_lock)
                return _reorderBuffer.IsStarted ? _reorderBuffer.Newest : null;
        }
    }

    public RoomSubscription? TrySubscribe(UserConnection connection, LogPosition skipThrough)
    {
        lock (_lock)
        {
            if (_isClosed)
                return null;
            var subscription = new RoomSubscription(connection, this, _reorderBuffer.Last, skipThrough)
            {
                Index = _subscriptions.Count,
                SignalsSeen = _signals.Count,
            };
            _subscriptions.Add(subscription);
            _reorderBuffer.Expect(skipThrough);
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
            Close();
            return true;
        }
    }

    public void OnWentBack()
    {
        lock (_lock)
            CloseAfterLoss();
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

    // Sends a stored event again to one subscription. If the room has not received the event yet, the event is read from the
    // database and sent to all subscriptions.
    public void SendAgain(RoomSubscription subscription, long seq, FrameBatch frame)
    {
        lock (_lock)
        {
            if (seq <= _reorderBuffer.LastSeq || seq <= subscription.SkipThrough.Seq)
            {
                subscription.Connection.Send(frame);
                return;
            }
        }
        OnReached(seq);
    }

    public (LogPosition After, long Last)? NextRead()
    {
        lock (_lock)
            return _missing.NextRead();
    }

    public void OnReadFailed()
    {
        lock (_lock)
            _missing.FailRead();
    }

    // Subscribes before reading the last seq, so that the room misses no event. The reorder buffer drops duplicates.
    private async Task StartAsync(IBackplane backplane)
    {
        await backplane.SubscribeAsync(RoomId, this);
        var last = await _log.FindPositionAsync(RoomId) ?? LogPosition.Start;
        lock (_lock)
            Deliver(_reorderBuffer.Start(last));
        OnReached(last.Seq);
    }

    private void Close()
    {
        _isClosed = true;
        _missing.Stop();
        _signalTimer.Dispose();
    }

    // Closes the sockets, whose peers have events that the log has lost. A new room replaces this one when they return.
    private void CloseAfterLoss()
    {
        if (_isClosed)
            return;
        Close();
        _onWentBack(this, _subscriptions.Count);
        foreach (var subscription in _subscriptions)
            subscription.CloseAfterLoss();
    }

    private void Deliver(IEnumerable<EventBatch> batches)
    {
        Debug.Assert(_lock.IsHeldByCurrentThread);
        if (_isClosed)
            return;
        foreach (var batch in batches)
        {
            // A user_joined signal must arrive before the user's first message.
            _signals.SendAll();
            foreach (var subscription in _subscriptions)
                subscription.Send(batch);
            RealtimeMetrics.Delivered(batch.LastSeq - batch.FirstSeq + 1, _subscriptions.Count);
        }
        if (_reorderBuffer.HasDiverged)
            CloseAfterLoss();
        _missing.WatchGap();
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
