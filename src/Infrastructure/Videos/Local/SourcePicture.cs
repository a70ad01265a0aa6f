using System.Text.Json;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>The video track of a file as its head describes it.</summary>
/// <param name="Stream">Its index.</param>
/// <param name="CodedWidth">As stored, before rotation.</param>
/// <param name="CodedHeight">As stored.</param>
/// <param name="PixelRatio">Width of one pixel for its height.</param>
/// <param name="Turn">How the picture is turned for display.</param>
/// <param name="FramesPerSecond">On average; null where it is not known.</param>
/// <param name="MayBeInterlaced">The codec stores fields, and the head does not rule them out.</param>
/// <param name="Color">What its numbers mean.</param>
internal sealed record SourcePicture(
    int Stream, int CodedWidth, int CodedHeight, double PixelRatio, Turn Turn, double? FramesPerSecond, bool MayBeInterlaced,
    SourceColor Color)
{
    /// <summary>Codecs that mark single frames as interlaced; others are never interlaced, or say so for the whole track.</summary>
    private static readonly string[] FieldCodecs = ["h264", "mpeg2video", "vc1", "dvvideo"];

    /// <summary>As shown: after rotation and with square pixels.</summary>
    public int Width => Turn.SwapsSides ? CodedHeight : ShownWidth;

    /// <inheritdoc cref="Width"/>
    public int Height => Turn.SwapsSides ? ShownWidth : CodedHeight;

    private int ShownWidth => Math.Max(1, (int)Math.Round(CodedWidth * PixelRatio));

    /// <summary>Null if the stream is no picture that plays; the cover of a song is not.</summary>
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
            Turn.Of(stream),
            stream.Ratio("avg_frame_rate", '/'),
            FieldCodecs.Contains(codec) || stream.Text("field_order") is "tt" or "bb" or "tb" or "bt",
            SourceColor.Of(stream));
    }

    /// <summary>Why none of these streams is a picture that plays.</summary>
    public static VideoFailure WhyNone(JsonElement streams)
    {
        var videos = streams.EnumerateArray().Where(IsVideo).ToArray();
        if (videos.Length == 0)
            return VideoFailure.NoVideoTrack;
        return videos.Any(video => video.Text("codec_name") is null || HasDolbyColorsOnly(video)) ? VideoFailure.UnsupportedCodec : VideoFailure.Damaged;
    }

    /// <summary>
    /// Dolby Vision that only a decoder of Dolby's can show, such as profile 5: its base layer is compatible with no other signal (the
    /// compatibility id 0 of Dolby's "Dolby Vision Profiles and Levels"). Decoded as usual, it would be green and violet.
    /// </summary>
    private static bool HasDolbyColorsOnly(JsonElement stream) =>
        stream.TryGetProperty("side_data_list", out var list)
        && list.EnumerateArray().Any(data =>
            data.Number("dv_profile") is not null && data.Number("dv_bl_signal_compatibility_id") == 0);

    private static bool IsVideo(JsonElement stream) =>
        stream.Text("codec_type") == "video"
        && !(stream.TryGetProperty("disposition", out var disposition) && disposition.Number("attached_pic") == 1);
}
