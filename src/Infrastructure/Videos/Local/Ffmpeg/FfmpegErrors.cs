using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local.Ffmpeg;

internal static class FfmpegErrors
{
    private const int FirstSignal = 128;

    private static readonly string[] Sizes =
        ["exceeds specified max pixel count", "Cannot allocate memory", "malloc of size", "get_buffer() failed"];

    private static readonly string[] Codecs = ["Unknown decoder", "no decoder found", "Decoder (codec"];

    /// <summary>Returns <see cref="VideoFailure.TooLarge"/> if a picture exceeds a limit of size or memory; otherwise null.</summary>
    public static VideoFailure? TooLarge(string errors) => ContainsAny(errors, Sizes) ? VideoFailure.TooLarge : null;

    public static VideoFailure Classify(string errors) =>
        TooLarge(errors) ?? (ContainsAny(errors, Codecs) ? VideoFailure.UnsupportedCodec : VideoFailure.Damaged);

    public static void ThrowIfSignalled(int exitCode)
    {
        if (exitCode >= FirstSignal)
            throw new IOException($"ffmpeg was ended by signal {exitCode - FirstSignal}.");
    }

    private static bool ContainsAny(string errors, string[] words) =>
        words.Any(word => errors.Contains(word, StringComparison.Ordinal));
}
