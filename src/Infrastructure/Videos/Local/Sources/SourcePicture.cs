using System.Text.Json;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local.Sources;

/// <summary>A video stream as described by the header of the file.</summary>
/// <param name="PixelRatio">The aspect ratio of one pixel.</param>
/// <param name="MayBeInterlaced">Whether single frames may be interlaced.</param>
internal sealed record SourcePicture(
    int Stream, int CodedWidth, int CodedHeight, double PixelRatio, Orientation Orientation, double? FramesPerSecond, bool MayBeInterlaced,
    SourceColor Color)
{
    /// <summary>The codecs that mark single frames as interlaced. Others mark the whole track or do not support interlacing.</summary>
    private static readonly string[] FieldCodecs = ["h264", "mpeg2video", "vc1", "dvvideo"];

    public int Width => Orientation.SwapsSides ? CodedHeight : ShownWidth;

    public int Height => Orientation.SwapsSides ? ShownWidth : CodedHeight;

    private int ShownWidth => Math.Max(1, (int)Math.Round(CodedWidth * PixelRatio));

    /// <summary>
    /// Parses a stream in ffprobe's output. Returns null if it is not playable video, for example the cover picture of a song.
    /// </summary>
    public static SourcePicture? From(JsonElement stream)
    {
        if (!IsVideo(stream)
            || HasDolbyColorsOnly(stream)
            || stream.Text("codec_name") is not { } codec
            || stream.Number("width") is not (> 0 and var width)
            || stream.Number("height") is not (> 0 and var height))
        {
            return null;
        }
        return new SourcePicture(
            stream.GetProperty("index").GetInt32(), (int)width, (int)height,
            stream.Ratio("sample_aspect_ratio", ':') is { } ratio and > 0.1 and < 10 ? ratio : 1,
            Orientation.Of(stream),
            stream.Ratio("avg_frame_rate", '/'),
            FieldCodecs.Contains(codec) || stream.Text("field_order") is "tt" or "bb" or "tb" or "bt",
            SourceColor.Of(stream));
    }

    public static VideoFailure WhyNone(JsonElement streams)
    {
        var videos = streams.EnumerateArray().Where(IsVideo).ToArray();
        if (videos.Length == 0)
            return VideoFailure.NoVideoTrack;
        return videos.Any(video => video.Text("codec_name") is null || HasDolbyColorsOnly(video)) ? VideoFailure.UnsupportedCodec : VideoFailure.Damaged;
    }

    // Determines whether only a Dolby Vision decoder shows the right colors. Compatibility id 0 means that (Dolby, "Dolby Vision
    // Profiles and Levels").
    private static bool HasDolbyColorsOnly(JsonElement stream) =>
        stream.TryGetProperty("side_data_list", out var list)
        && list.EnumerateArray().Any(data =>
            data.Number("dv_profile") is not null && data.Number("dv_bl_signal_compatibility_id") == 0);

    private static bool IsVideo(JsonElement stream) =>
        stream.Text("codec_type") == "video"
        && !(stream.TryGetProperty("disposition", out var disposition) && disposition.Number("attached_pic") == 1);
}
