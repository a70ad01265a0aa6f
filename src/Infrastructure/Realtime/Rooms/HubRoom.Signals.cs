using System.Diagnostics;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <content>Sends the signals, on the thread pool or later on a timer.</content>
internal sealed partial class HubRoom
{
    private readonly RoomSignals _signals;
    private readonly ITimer _signalTimer;
    private bool _areSignalsScheduled;

    public void OnSignal(FrameBatch signal, Guid exceptUserId)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _signals.Add(signal, exceptUserId);
            if (!_areSignalsScheduled)
                SendSignals();
        }
    }

    public void Execute()
    {
        lock (_lock)
            SendSignals();
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
}
