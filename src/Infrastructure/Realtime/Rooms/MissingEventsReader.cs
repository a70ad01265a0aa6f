using Microsoft.Extensions.Logging;
using VideoChat.Domain.Common;

namespace VideoChat.Infrastructure.Realtime.Rooms;

internal sealed partial class MissingEventsReader(HubRoom room, RoomLogReader log, TimeProvider clock, ILogger logger)
{
    public async Task RunAsync()
    {
        try
        {
            while (room.NextRead() is var (after, last))
            {
                await foreach (var page in log.ReadAsync(room.RoomId, after, last))
                {
                    if (page.Events is not { } events)
                    {
                        room.OnWentBack();
                        return;
                    }
                    room.OnEvents(events);
                    RealtimeMetrics.CaughtUp(clock.UtcTimestamp() - page.Newest);
                }
            }
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception, room.RoomId);
            room.OnReadFailed();
        }
    }

    public void LogGap(long first, long last) => LogGap(logger, room.RoomId, first, last);

    [LoggerMessage(Level = LogLevel.Information, Message = "Room {RoomId}: events {First} to {Last} were not received; reading them from the log")]
    private static partial void LogGap(ILogger logger, Guid roomId, long first, long last);

    [LoggerMessage(Level = LogLevel.Error, Message = "Room {RoomId}: reading missing events from the log failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid roomId);
}
