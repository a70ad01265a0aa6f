using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Health;
using VideoChat.Application.Realtime;
using VideoChat.Application.Users;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Redis;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Delivers broadcasts to this process, and publishes hints to other machines. These machines read the events from the database.
/// </summary>
internal sealed partial class RedisBackplane(
    InProcessBackplane local, RedisLink link, HintPublisher publisher, HintSigner signer, IUserDirectory users,
    ILogger<RedisBackplane> logger) : IBackplane
{
    private const int MaxHintsLength = 256 * 1_024;

    private readonly KeyedLock<Guid> _rooms = new();

    /// <summary>
    /// The value of <see cref="RedisLink.UpCount"/> when a room's channel was last subscribed; 0 if it is not subscribed.
    /// </summary>
    private readonly ConcurrentDictionary<Guid, int> _subscribedAt = new();

    public BackplaneState State => link.IsUp ? BackplaneState.Up : BackplaneState.Degraded;

    public static string Channel(Guid roomId) => $"room:{roomId:N}";

    public async ValueTask SubscribeAsync(Guid roomId, IRoomListener listener)
    {
        await local.SubscribeAsync(roomId, listener);
        await UpdateSubscriptionAsync(roomId);
    }

    public async ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener)
    {
        await local.UnsubscribeAsync(roomId, listener);
        await UpdateSubscriptionAsync(roomId);
    }

    public void Broadcast(RoomEventsAppendedEvent appended)
    {
        local.Broadcast(appended);
        publisher.Reached(appended.RoomId, appended.RoomEvents[^1].Seq);
    }

    public async ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId)
    {
        await local.SignalAsync(roomId, signal, exceptUserId);
        if (SignalHint.From(signal, knownTo: link.Machine) is { } hint)
            publisher.Signal(roomId, hint);
    }

    public void SignalLocally(Guid roomId, RoomFrame signal, Guid exceptUserId) =>
        local.Find(roomId)?.OnSignal(FrameWriter.Write(signal), exceptUserId);

    public async ValueTask ResubscribeAsync() => await RedisPipeline.ForEachAsync(
        _subscribedAt.Where(room => room.Value != link.UpCount && link.IsUp).Select(room => room.Key), UpdateSubscriptionAsync);

    // Subscribes to or unsubscribes from a room's channel. Updates of one room run one at a time, because the last listener may be
    // removed while a new one is added.
    private async Task UpdateSubscriptionAsync(Guid roomId)
    {
        using var only = await _rooms.AcquireAsync(roomId, CancellationToken.None);
        var (subscribedAt, ups) = (_subscribedAt.GetValueOrDefault(roomId), link.UpCount);
        if (local.Find(roomId) is not null)
        {
            if (subscribedAt != ups && link.IsUp)
                subscribedAt = await link.TrySubscribeAsync(Channel(roomId), text => ReceiveAsync(roomId, text)) ? ups : 0;
            _subscribedAt[roomId] = subscribedAt;
        }
        else if (_subscribedAt.TryRemove(roomId, out _) && subscribedAt > 0)
        {
            await link.UnsubscribeAsync(Channel(roomId));
        }
    }

    private async Task ReceiveAsync(Guid roomId, string text)
    {
        if (text.Length > MaxHintsLength || local.Find(roomId) is not { } listener)
            return;
        List<Hint?> hints = [.. text.Split('\n').Select(Hint.Parse)];
        var signals = hints.OfType<SignalHint>().ToList();
        try
        {
            if (signals.Count > 0 && IsSigned(roomId, text))
                await DeliverAsync(listener, [.. signals.Where(signal => signal.KnownTo != link.Machine)]);
        }
        catch (Exception exception)
        {
            // The exception is caught here, because the Redis client would discard it without a log entry, and the events below would not
            // be reported.
            LogFailed(logger, exception, roomId);
        }
        foreach (var reached in hints.OfType<ReachedHint>())
            listener.OnReached(reached.Seq);
    }

    private bool IsSigned(Guid roomId, string text)
    {
        var isSigned = signer.IsSigned(roomId, text);
        if (!isSigned)
            LogUnsigned(logger, roomId);
        return isSigned;
    }

    private async Task DeliverAsync(IRoomListener listener, List<SignalHint> signals)
    {
        if (signals.Count == 0)
            return;
        var known = await users.FindManyAsync([.. signals.Select(signal => signal.UserId).Distinct()], CancellationToken.None);
        foreach (var signal in signals)
        {
            if (known.TryGetValue(signal.UserId, out var user))
                listener.OnSignal(FrameWriter.Write(signal.ToFrame(user.Username)), user.Id);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Room {RoomId}: dropped presence and typing hints with an invalid signature (older version, or an untrusted publisher)")]
    private static partial void LogUnsigned(ILogger logger, Guid roomId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Room {RoomId}: handling another machine's presence and typing hints failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid roomId);
}
