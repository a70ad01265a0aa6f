using System.Globalization;
using Microsoft.Extensions.Options;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Frames;
using VideoChat.Infrastructure.Realtime.Sockets;

namespace VideoChat.Infrastructure.Realtime.Rooms;

/// <param name="After">The position of the last event that the peer has received; null if the log does not contain it.</param>
/// <param name="Newest">The position of the room's newest event at that time; null if it was not read.</param>
internal readonly record struct ResumePosition(bool IsResuming, LogPosition? After, LogPosition? Newest);

/// <summary>Lets a connection resume without gaps: it is subscribed before the missed events are read. Duplicates are dropped.</summary>
internal sealed class ConnectionResume(RoomHub hub, RoomLogReader log, IOptions<RealtimeOptions> options, TimeProvider clock)
{
    /// <param name="after">The position, seq or message id that the peer sent; null for a new peer.</param>
    public async Task<ResumePosition> FindPositionAsync(Guid roomId, string? after)
    {
        if (after is null)
            return default;
        if (LogPosition.TryParse(after, out var position))
        {
            var lookup = await log.LookUpAsync(roomId, position.Seq);
            return new ResumePosition(true, lookup.Found == position ? position : null, lookup.Newest);
        }
        if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
        {
            var lookup = await log.LookUpAsync(roomId, seq);
            return new ResumePosition(true, lookup.Found, lookup.Newest);
        }
        return Guid.TryParseExact(after, "D", out var messageId) && await log.FindMessageSeqAsync(roomId, messageId) is { } messageSeq
            ? new ResumePosition(true, new LogPosition(messageSeq, messageId), null)
            : new ResumePosition(true, null, null);
    }

    public Task<RoomSubscription> SubscribeAsync(Guid roomId, UserConnection connection, ResumePosition position) =>
        hub.SubscribeAsync(roomId, connection, skipThrough: position.After ?? LogPosition.Start);

    public async IAsyncEnumerable<FrameBatch> ListOpeningFramesAsync(RoomSubscription subscription, ResumePosition position)
    {
        var (user, start) = (subscription.Connection.User, subscription.Start);
        // If another machine has sent later events to the peer, this machine does not know them yet.
        var newest = position.After is { } known && known.Seq > start.Seq ? known : start;
        yield return FrameWriter.Write(new UserJoinedFrame(user.Id, user.Username, clock.UtcTimestamp(), newest.ToString()));

        if (!position.IsResuming)
            yield break;
        if (position.After is not { } after
            || start.Seq - after.Seq > options.Value.MaxResumeEvents
            || (after.Seq == start.Seq && after != start))
        {
            RealtimeMetrics.Resumed(isReplay: false);
            yield return FrameWriter.Write(new ResyncFrame(start.Seq, start.ToString(), clock.UtcTimestamp()));
            yield break;
        }
        RealtimeMetrics.Resumed(isReplay: true);
        var end = after;
        await foreach (var missed in log.ReadAsync(subscription.Room.RoomId, after, start.Seq, position.Newest))
        {
            if (missed.Events is not { } events)
            {
                subscription.CloseAfterLoss();
                yield break;
            }
            yield return events.Frames;
            end = events.PositionAt(events.LastSeq);
        }
        if (start.Seq > after.Seq && end != start)
            subscription.CloseAfterLoss();
    }

    public Task UnsubscribeAsync(RoomSubscription subscription) => hub.UnsubscribeAsync(subscription);
}
