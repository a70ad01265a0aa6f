using System.Text.Json;
using System.Text.Json.Serialization;
using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>What became of a video, kept beside what was made of it.</summary>
/// <param name="IsReady">It can be watched; else it never will be.</param>
/// <param name="DurationSeconds">Null where it is not known.</param>
/// <param name="Failure">Why it is not ready; null in the files of older versions.</param>
internal sealed record TranscodeResult(
    bool IsReady, double? DurationSeconds,
    [property: JsonConverter(typeof(JsonStringEnumConverter<VideoFailure>))] VideoFailure? Failure = null)
{
    private const string FileName = "video.json";

    public static TranscodeResult Failed(VideoFailure failure) => new(IsReady: false, DurationSeconds: null, failure);

    /// <inheritdoc cref="ReadAsync"/>
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

    /// <summary>Null where there is no result yet.</summary>
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
