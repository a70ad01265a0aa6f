using System.Diagnostics;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Log.Writes;

namespace VideoChat.Infrastructure.Log.Observability;

internal static class LogSpans
{
    /// <summary>
    /// Starts the span of a commit. The span belongs to the trace of its only request, or starts a new trace with links to its
    /// requests.
    /// </summary>
    public static Activity? Commit(List<LogWrite> batch)
    {
        if (!Telemetry.Activities.HasListeners())
            return null;
        ActivityContext[] causes = [.. batch.Select(write => write.Cause?.Context).OfType<ActivityContext>()];
        var activity = causes is [var only]
            ? Telemetry.Activities.StartActivity("commit", ActivityKind.Internal, only)
            : Telemetry.Activities.StartActivity(
                "commit", ActivityKind.Internal, default(ActivityContext), links: causes.Select(cause => new ActivityLink(cause)));
        activity?.SetTag("videochat.log.batch.size", batch.Count);
        return activity;
    }

    public static Activity? FanOut(RoomEventsAppendedEvent appended)
    {
        var activity = Telemetry.Activities.StartActivity("fan out");
        activity?.SetTag("videochat.room.id", appended.RoomId);
        activity?.SetTag("videochat.room.events", appended.RoomEvents.Count);
        return activity;
    }
}
