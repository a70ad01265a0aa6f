using Microsoft.Extensions.Logging;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Observability;
using VideoChat.Infrastructure.Log.Recent;

namespace VideoChat.Infrastructure.Log;

internal sealed partial class LogPublisher(
    RecentEvents recent, IEnumerable<IDomainEventHandler<RoomEventsAppendedEvent>> handlers, ILogger<LogPublisher> logger)
{
    private readonly IDomainEventHandler<RoomEventsAppendedEvent>[] _handlers = [.. handlers];

    // Publishes stored events. If a handler throws, the exception is logged. The write does not fail, because the events are
    // durable.
    public void Publish(RoomEventsAppendedEvent appended, long committed)
    {
        using var activity = LogSpans.FanOut(appended);
        try
        {
            recent.Add(appended.RoomId, appended.Previous, appended.RoomEvents);
            foreach (var handler in _handlers)
                handler.Handle(appended);
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception, appended.RoomEvents.Count, appended.RoomId);
        }
        LogMetrics.Delivered(committed);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Publishing {Count} stored events of room {RoomId} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, int count, Guid roomId);
}
