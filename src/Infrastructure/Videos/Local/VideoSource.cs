using System.Globalization;
using System.Text.Json;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>What is in an uploaded file, as far as it concerns us.</summary>
/// <param name="VideoStream">The index of the picture.</param>
/// <param name="AudioStream">The index of the sound, if there is one.</param>
/// <param name="Width">As shown: after rotation and with square pixels.</param>
/// <param name="Height">As shown.</param>
/// <param name="FramesPerSecond">Null where it is not known.</param>
/// <param name="DurationSeconds">Null where the file does not say.</param>
internal sealed record VideoSource(
    int VideoStream, int? AudioStream, int Width, int Height, double? FramesPerSecond, double? DurationSeconds)
{
    /// <summary>The largest picture that is decoded, in pixels: 8K.</summary>
    private const long MaxPixels = 7_680 * 4_320;

    /// <summary>Reads what ffprobe says as JSON; null where there is no picture that we would show.</summary>
    public static VideoSource? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return From(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static VideoSource? From(JsonElement root)
    {
        if (!root.TryGetProperty("streams", out var streams))
            return null;
        var video = streams.EnumerateArray().FirstOrDefault(IsPicture);
        if (video.ValueKind == JsonValueKind.Undefined)
            return null;
        var audio = streams.EnumerateArray().FirstOrDefault(s => Text(s, "codec_type") == "audio" && Text(s, "codec_name") is not null);

        var (width, height) = SizeOf(video);
        var duration = root.TryGetProperty("format", out var format) ? Number(format, "duration") : null;
        return new VideoSource(
            video.GetProperty("index").GetInt32(),
            audio.ValueKind == JsonValueKind.Undefined ? null : audio.GetProperty("index").GetInt32(),
            width, height,
            Ratio(video, "avg_frame_rate", '/'),
            duration ?? Number(video, "duration"));
    }

    // The cover of a song is no video.
    private static bool IsPicture(JsonElement stream) =>
        Text(stream, "codec_type") == "video"
        && Text(stream, "codec_name") is not null
        && Number(stream, "width") is > 0 and var width
        && Number(stream, "height") is > 0 and var height
        && width * height <= MaxPixels
        && !(stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") == 1);

    private static (int Width, int Height) SizeOf(JsonElement video)
    {
        var pixel = Ratio(video, "sample_aspect_ratio", ':') is { } ratio and > 0.1 and < 10 ? ratio : 1;
        var width = (int)Math.Round(Number(video, "width")!.Value * pixel);
        var height = (int)Number(video, "height")!.Value;
        return RotationOf(video) % 180 != 0 ? (height, width) : (width, height);
    }

    private static int RotationOf(JsonElement video)
    {
        if (!video.TryGetProperty("side_data_list", out var list))
            return 0;
        return (int)(list.EnumerateArray().Select(data => Number(data, "rotation")).FirstOrDefault(r => r is not null) ?? 0);
    }

    private static double? Ratio(JsonElement element, string name, char separator) =>
        Text(element, name)?.Split(separator) is [var above, var below]
        && double.TryParse(above, CultureInfo.InvariantCulture, out var numerator)
        && double.TryParse(below, CultureInfo.InvariantCulture, out var denominator)
        && numerator > 0 && denominator > 0
            ? numerator / denominator
            : null;

    private static double? Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) => number,
            _ => null,
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
