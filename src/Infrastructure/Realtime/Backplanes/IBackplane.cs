using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Carries what is broadcast to the rooms' listeners, in this process and in others. A hint and not the truth, which is
/// the database: what gets lost is found by the hole in <c>seq</c> or by a look at the log. It never waits for a listener,
/// nor for other machines.
/// </summary>
internal interface IBackplane : IRoomBroadcaster
{
    /// <summary>What <c>/health</c> says of it: in_process, up or degraded.</summary>
    string State { get; }

    ValueTask SubscribeAsync(Guid roomId, IRoomListener listener);

    ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener);
}

/// <summary>This process's end of a room. It returns at once.</summary>
internal interface IRoomListener
{
    /// <summary>The room has gained these events.</summary>
    void OnEvents(EventBatch batch);

    /// <summary>The room's log has reached this number, on another machine; the events are in the database.</summary>
    void OnReached(long seq);

    /// <param name="signal">One frame.</param>
    /// <param name="exceptUserId">Whose connections do not get it.</param>
    void OnSignal(FrameBatch signal, Guid exceptUserId);
}
