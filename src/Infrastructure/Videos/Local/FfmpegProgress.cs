using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>Reads what <c>-progress</c> writes.</summary>
internal static class FfmpegProgress
{
    private const string OutTime = "out_time_us=";

    /// <summary>How much of the output there is, in seconds; null where the line says something else, or nothing yet.</summary>
    public static double? SecondsOf(string line) =>
        line.StartsWith(OutTime, StringComparison.Ordinal)
        && long.TryParse(line.AsSpan(OutTime.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds >= 0
            ? microseconds / 1e6
            : null;

    /// <summary>0 to 99: done is only what is in its place.</summary>
    public static int PercentOf(double seconds, double? duration) =>
        duration is > 0 ? (int)Math.Clamp(seconds / duration.Value * 100, 0, 99) : 0;
}
