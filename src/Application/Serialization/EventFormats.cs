using System.Collections.Frozen;
using VideoChat.Application.Events;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Messages;
using VideoChat.Application.Realtime;
using VideoChat.Application.Videos;
using VideoChat.Domain.Events;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Serialization;

public static class EventFormats
{
    public static readonly IReadOnlyList<EventFormat> All = [.. MessageFormats.All, .. LiveStreamFormats.All, .. VideoFormats.All];

    private static readonly FrozenDictionary<EventKind, EventFormat> ByKind = All.ToFrozenDictionary(format => format.Kind);

    public static EventFormat Of(EventKind kind) => ByKind.TryGetValue(kind, out var format)
        ? format
        : throw new ArgumentOutOfRangeException(nameof(kind), kind.WebhookType, "The event kind has no format.");

    public static RoomEventFrame ToFrame(RoomEvent roomEvent) => Of(roomEvent.EventKind).ToFrame(roomEvent);
}
