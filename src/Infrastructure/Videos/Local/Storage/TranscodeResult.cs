using System.Text.Json;
using System.Text.Json.Serialization;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <param name="Failure">The reason for a failure; null if the video is ready or an older version wrote the result.</param>
internal sealed record TranscodeResult(
    bool IsReady, double? DurationSeconds,
    [property: JsonConverter(typeof(JsonStringEnumConverter<VideoFailure>))] VideoFailure? Failure = null)
{
    public const string MasterPlaylist = "playlist.m3u8";
    public const string Thumbnail = "thumbnail.jpg";

    private const string FileName = "video.json";

    public static TranscodeResult Failed(VideoFailure failure) => new(IsReady: false, DurationSeconds: null, failure);

    public static TranscodeResult? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<TranscodeResult>(File.ReadAllBytes(Path.Combine(folder, FileName)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads the result in a folder. Returns null if there is none yet.</summary>
    public static async Task<TranscodeResult?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(Path.Combine(folder, FileName));
            return await JsonSerializer.DeserializeAsync<TranscodeResult>(file, cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this));
}
