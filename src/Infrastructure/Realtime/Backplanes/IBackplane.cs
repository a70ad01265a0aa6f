using VideoChat.Application.Health;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Delivers broadcasts to the rooms of all processes. An implementation may lose events: rooms detect them by a gap in <c>seq</c>
/// or by polling.
/// </summary>
internal interface IBackplane : IRoomBroadcaster
{
    /// <summary>The state that <c>/health</c> shows.</summary>
    BackplaneState State { get; }

    ValueTask SubscribeAsync(Guid roomId, IRoomListener listener);

    ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener);

    /// <summary>Subscribes again to the rooms whose subscription was lost. Called periodically.</summary>
    ValueTask ResubscribeAsync() => ValueTask.CompletedTask;
}

/// <summary>Receives the broadcasts of a room in this process. Implementations must not block.</summary>
internal interface IRoomListener
{
    /// <summary>Called after this machine stored events.</summary>
    void OnEvents(EventBatch batch);

    /// <summary>
    /// Called after another machine stored events up to <paramref name="seq"/>. The listener must read them from the database.
    /// </summary>
    void OnReached(long seq);

    /// <summary>Called for a frame that is not a stored event, such as a presence signal.</summary>
    /// <param name="exceptUserId">The user whose connections do not receive the frame.</param>
    void OnSignal(FrameBatch signal, Guid exceptUserId);
}
