using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local.Ffmpeg;

/// <summary>Parses the output of ffmpeg's option <c>-progress</c>.</summary>
internal static class FfmpegProgress
{
    private const string OutTime = "out_time_us=";

    /// <summary>Returns the duration of the output so far, in seconds, or null if the line does not contain it.</summary>
    public static double? SecondsOf(string line) =>
        line.StartsWith(OutTime, StringComparison.Ordinal)
        && long.TryParse(line.AsSpan(OutTime.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds >= 0
            ? microseconds / 1e6
            : null;

    /// <summary>Returns a value from 0 to 99. A video reaches 100 only when its files are published.</summary>
    public static int PercentOf(double seconds, double? duration) =>
        duration is > 0 ? (int)Math.Clamp(seconds / duration.Value * 100, 0, 99) : 0;
}
