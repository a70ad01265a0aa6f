using System.Text.Json.Serialization.Metadata;
using VideoChat.Application.Realtime;

namespace VideoChat.Application.Serialization;

internal static class FrameTypes
{
    public static void Add(JsonTypeInfo info)
    {
        if (info.Type != typeof(RoomFrame) && info.Type != typeof(RoomEventFrame))
            return;
        foreach (var format in EventFormats.All)
            info.PolymorphismOptions!.DerivedTypes.Add(new JsonDerivedType(format.FrameType, format.Kind.Name!));
    }
}
