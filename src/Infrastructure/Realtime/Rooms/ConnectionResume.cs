using System.Globalization;
using Microsoft.Extensions.Options;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <param name="Seq">The seq of the last event that the peer has received; null if the position is invalid.</param>
internal readonly record struct ResumePosition(bool IsResuming, long? Seq);

/// <summary>Lets a connection resume without gaps: it is subscribed before the missed events are read. Duplicates are dropped.</summary>
internal sealed class ConnectionResume(RoomHub hub, RoomLogReader log, IOptions<RealtimeOptions> options, TimeProvider clock)
{
    /// <param name="after">The seq or message id that the peer sent; null for a new peer.</param>
    public async Task<ResumePosition> FindPositionAsync(Guid roomId, string? after)
    {
        if (after is null)
            return new ResumePosition(false, null);
        if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            return new ResumePosition(true, seq <= await log.GetLastSeqAsync(roomId) ? seq : null);
        return new ResumePosition(
            true, Guid.TryParseExact(after, "D", out var messageId) ? await log.FindMessageSeqAsync(roomId, messageId) : null);
    }

    public Task<RoomSubscription> SubscribeAsync(Guid roomId, UserConnection connection, ResumePosition position) =>
        hub.SubscribeAsync(roomId, connection, skipThrough: position.Seq ?? 0);

    public async IAsyncEnumerable<FrameBatch> ListOpeningFramesAsync(RoomSubscription subscription, ResumePosition position)
    {
        var user = subscription.Connection.User;
        yield return FrameWriter.Write(new UserJoinedFrame(user.Id, user.Username, clock.UtcTimestamp()));

        if (!position.IsResuming)
            yield break;
        var lastSeq = subscription.StartSeq;
        if (position.Seq is not { } seq || lastSeq - seq > options.Value.MaxResumeEvents)
        {
            RealtimeMetrics.Resumed(isReplay: false);
            yield return FrameWriter.Write(new ResyncFrame(lastSeq, clock.UtcTimestamp()));
            yield break;
        }
        RealtimeMetrics.Resumed(isReplay: true);
        await foreach (var missed in log.ReadAsync(subscription.Room.RoomId, seq, lastSeq))
            yield return missed.Events.Frames;
    }

    public Task UnsubscribeAsync(RoomSubscription subscription) => hub.UnsubscribeAsync(subscription);
}
