using VideoChat.Domain.Videos;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>What ffmpeg's words and exit codes mean for a video.</summary>
internal static class FfmpegErrors
{
    /// <summary>128 and more: a signal ended the process, not the file.</summary>
    private const int FirstSignal = 128;

    private static readonly string[] Sizes =
        ["exceeds specified max pixel count", "Cannot allocate memory", "malloc of size", "get_buffer() failed"];

    private static readonly string[] Codecs = ["Unknown decoder", "no decoder found", "Decoder (codec"];

    /// <summary><see cref="VideoFailure.TooLarge"/> if a picture was beyond a limit of size or memory; else null.</summary>
    public static VideoFailure? TooLarge(string errors) => ContainsAny(errors, Sizes) ? VideoFailure.TooLarge : null;

    public static VideoFailure Classify(string errors) =>
        TooLarge(errors) ?? (ContainsAny(errors, Codecs) ? VideoFailure.UnsupportedCodec : VideoFailure.Damaged);

    /// <exception cref="IOException">The machine ended the process: it can be tried again.</exception>
    public static void ThrowIfSignalled(int exitCode)
    {
        if (exitCode >= FirstSignal)
            throw new IOException($"ffmpeg was ended by signal {exitCode - FirstSignal}.");
    }

    private static bool ContainsAny(string errors, string[] words) =>
        words.Any(word => errors.Contains(word, StringComparison.Ordinal));
}
