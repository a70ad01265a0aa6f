using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;

namespace VideoChat.Api.OpenApi.Examples;

internal static class EventExamples
{
    public static readonly IReadOnlyList<RoomEventFrame> All =
        [.. EventFormats.All.Select(format => format.ToFrame(format.Example)).OrderBy(frame => frame.Seq)];
}
