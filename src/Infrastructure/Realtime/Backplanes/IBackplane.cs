using VideoChat.Application.Health;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Carries broadcasts to the rooms' listeners, in this process and in others. Broadcasts may be lost: the database is authoritative, and
/// listeners detect losses by gaps in <c>seq</c> and by polling the log. It waits neither for listeners nor for other machines.
/// </summary>
internal interface IBackplane : IRoomBroadcaster
{
    /// <summary>The state that <c>/health</c> shows.</summary>
    BackplaneState State { get; }

    ValueTask SubscribeAsync(Guid roomId, IRoomListener listener);

    ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener);
}

/// <summary>Receives a room's broadcasts in this process. Its methods do not block.</summary>
internal interface IRoomListener
{
    /// <summary>These events were added to the room's log.</summary>
    void OnEvents(EventBatch batch);

    /// <summary>Another machine has written the room's log up to this seq; the events are in the database.</summary>
    void OnReached(long seq);

    /// <param name="signal">One frame.</param>
    /// <param name="exceptUserId">The user whose connections do not receive it.</param>
    void OnSignal(FrameBatch signal, Guid exceptUserId);
}
