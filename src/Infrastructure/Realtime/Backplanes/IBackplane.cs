namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Carries frames between processes. A hint and not the truth, which is the database: what gets lost is found by the hole
/// in <c>seq</c>. Publishing never waits for a listener.
/// </summary>
internal interface IBackplane
{
    /// <summary>What <c>/health</c> says of it: in_process, up or degraded.</summary>
    string State { get; }

    /// <summary>Whether anyone may be listening; where not, frames need not even be built.</summary>
    bool HasListeners(Guid roomId);

    ValueTask SubscribeAsync(Guid roomId, IRoomListener listener);

    ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener);

    ValueTask PublishEventsAsync(Guid roomId, EventBatch batch);

    /// <param name="roomId">The room.</param>
    /// <param name="signal">One frame.</param>
    /// <param name="exceptUserId">Whose connections do not get it.</param>
    ValueTask PublishSignalAsync(Guid roomId, FrameBatch signal, Guid exceptUserId);
}

/// <summary>This process's end of a room. It returns at once.</summary>
internal interface IRoomListener
{
    void OnEvents(EventBatch batch);

    void OnSignal(FrameBatch signal, Guid exceptUserId);
}
