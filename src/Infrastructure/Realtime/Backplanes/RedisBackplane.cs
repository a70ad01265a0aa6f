using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Application.Users;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Redis;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Hands this process's listeners at once what it broadcasts, and tells other machines by a hint on the room's channel,
/// which they read from the database for. A channel is subscribed while its room has listeners here.
/// </summary>
internal sealed partial class RedisBackplane(
    InProcessBackplane here, RedisLink link, HintPublisher publisher, HintSigner signer, IUserDirectory users,
    ILogger<RedisBackplane> logger) : IBackplane
{
    private const int MaxHintsLength = 256 * 1_024;

    private readonly KeyedLock<Guid> _rooms = new();

    /// <summary>By room, which coming-up of Redis its channel was last subscribed after; 0 where it is not.</summary>
    private readonly ConcurrentDictionary<Guid, int> _heard = new();

    public string State => link.IsUp ? "up" : "degraded";

    public static string Channel(Guid roomId) => $"room:{roomId:N}";

    public async ValueTask SubscribeAsync(Guid roomId, IRoomListener listener)
    {
        await here.SubscribeAsync(roomId, listener);
        await ListenAsync(roomId);
    }

    public async ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener)
    {
        await here.UnsubscribeAsync(roomId, listener);
        await ListenAsync(roomId);
    }

    public void Broadcast(Guid roomId, IReadOnlyList<RoomEvent> roomEvents)
    {
        here.Broadcast(roomId, roomEvents);
        publisher.Reached(roomId, roomEvents[^1].Seq);
    }

    public async ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId)
    {
        await here.SignalAsync(roomId, signal, exceptUserId);
        if (SignalHint.From(signal, knownTo: link.Machine) is { } hint)
            publisher.Signal(roomId, hint);
    }

    /// <summary>Tells this process's listeners alone.</summary>
    public void SignalHere(Guid roomId, RoomFrame signal, Guid exceptUserId) =>
        here.Find(roomId)?.OnSignal(FrameWriter.Write(signal), exceptUserId);

    /// <summary>Subscribes what could not be subscribed while Redis was away, and anew what may have been lost with it.</summary>
    public Task ListenAgainAsync() => RedisPipeline.ForEachAsync(
        _heard.Where(room => room.Value != link.Ups && link.IsUp).Select(room => room.Key), ListenAsync);

    // One at a time for each room: its last listener may leave while the next one comes.
    private async Task ListenAsync(Guid roomId)
    {
        using var only = await _rooms.AcquireAsync(roomId, CancellationToken.None);
        var (heard, ups) = (_heard.GetValueOrDefault(roomId), link.Ups);
        if (here.Find(roomId) is not null)
        {
            if (heard != ups && link.IsUp)
                heard = await link.TrySubscribeAsync(Channel(roomId), text => HearAsync(roomId, text)) ? ups : 0;
            _heard[roomId] = heard;
        }
        else if (_heard.TryRemove(roomId, out _) && heard > 0)
        {
            await link.UnsubscribeAsync(Channel(roomId));
        }
    }

    private async Task HearAsync(Guid roomId, string text)
    {
        if (text.Length > MaxHintsLength || here.Find(roomId) is not { } listener)
            return;
        List<Hint?> hints = [.. text.Split('\n').Select(Hint.Parse)];
        var signals = hints.OfType<SignalHint>().ToList();
        try
        {
            if (signals.Count > 0 && IsSigned(roomId, text))
                await TellAsync(listener, [.. signals.Where(signal => signal.KnownTo != link.Machine)]);
        }
        catch (Exception exception)
        {
            // The channel must go on being heard.
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

    private async Task TellAsync(IRoomListener listener, List<SignalHint> signals)
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
