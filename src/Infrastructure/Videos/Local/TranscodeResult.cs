using System.Text.Json;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>What became of a video, kept beside what was made of it.</summary>
/// <param name="IsReady">It can be watched; else it never will be.</param>
/// <param name="DurationSeconds">Null where it is not known.</param>
internal sealed record TranscodeResult(bool IsReady, double? DurationSeconds)
{
    private const string FileName = "video.json";

    public static TranscodeResult Failed => new(IsReady: false, DurationSeconds: null);

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
