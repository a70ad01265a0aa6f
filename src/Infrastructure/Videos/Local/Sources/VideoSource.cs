using System.Globalization;
using System.Text.Json;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local.Sources;

/// <param name="StartSeconds">The earliest timestamp, which ffmpeg uses as time zero.</param>
/// <param name="MayJump">Whether timestamps may be discontinuous, as in broadcast formats.</param>
internal sealed record VideoSource(SourcePicture Picture, int? AudioStream, double StartSeconds, bool MayJump)
{
    private static readonly string[] Broadcasts = ["mpegts", "mpeg", "ogg"];

    /// <summary>Parses the JSON output of ffprobe. Returns null if the file contains no video that can be shown.</summary>
    public static VideoSource? Parse(string json, out VideoFailure failure)
    {
        failure = VideoFailure.Damaged;
        try
        {
            using var document = JsonDocument.Parse(json);
            return From(document.RootElement, ref failure);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static VideoSource? From(JsonElement root, ref VideoFailure failure)
    {
        if (!root.TryGetProperty("streams", out var streams))
            return null;
        var picture = streams.EnumerateArray().Select(SourcePicture.From).FirstOrDefault(p => p is not null);
        if (picture is null)
        {
            failure = SourcePicture.WhyNone(streams);
            return null;
        }
        var audio = streams.EnumerateArray().FirstOrDefault(s => s.Text("codec_type") == "audio" && s.Text("codec_name") is not null);
        var hasFormat = root.TryGetProperty("format", out var format);
        return new VideoSource(
            picture,
            audio.ValueKind == JsonValueKind.Undefined ? null : audio.GetProperty("index").GetInt32(),
            (hasFormat ? format.Number("start_time") : null) ?? 0,
            hasFormat && Broadcasts.Contains(format.Text("format_name")));
    }
}

/// <summary>Reads the JSON output of ffprobe, in which numbers may be strings and unknown values are omitted.</summary>
internal static class FfprobeJson
{
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static double? Number(this JsonElement element, string name)
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

    public static double? Ratio(this JsonElement element, string name, char separator) =>
        element.Text(name)?.Split(separator) is [var above, var below]
        && double.TryParse(above, CultureInfo.InvariantCulture, out var numerator)
        && double.TryParse(below, CultureInfo.InvariantCulture, out var denominator)
        && numerator > 0 && denominator > 0
            ? numerator / denominator
            : null;
}
