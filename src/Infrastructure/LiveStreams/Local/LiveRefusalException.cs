namespace VideoChat.Infrastructure.LiveStreams.Local;

internal sealed class LiveRefusalException(string message, bool endsStream) : Exception(message)
{
    public bool EndsStream { get; } = endsStream;

    public static LiveRefusalException Codec(string codec) => new(
        $"The encoder sends {codec}. Only H.264 video and AAC audio can be shown.", endsStream: false);

    public static LiveRefusalException NoSegment(TimeSpan limit) => new(
        $"The encoder sent no key frame for {limit.TotalSeconds:0} seconds. Set its keyframe interval to 2 seconds.", endsStream: true);

    public static LiveRefusalException TooLarge(long bytes) => new(
        $"The encoder sent more than {bytes / (1_024 * 1_024)} MiB without a key frame. Set its keyframe interval to 2 seconds "
        + "or lower its bitrate.", endsStream: true);

    public static LiveRefusalException NoRoom() => new("The server has no room left for live streams.", endsStream: true);
}
