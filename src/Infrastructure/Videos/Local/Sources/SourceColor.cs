using System.Text.Json;

namespace VideoChat.Infrastructure.Videos.Local.Sources;

/// <summary>The color properties with ffmpeg's names. A property is null if the file does not specify it.</summary>
internal sealed record SourceColor(string? PixelFormat, string? Range, string? Matrix, string? Transfer, string? Primaries)
{
    /// <summary>The luminance of SDR white in nits (ITU-R BT.2035). Tone mapping changes only brighter parts of the picture.</summary>
    private const int StandardWhite = 100;

    private static readonly string[] HighDynamicRange = ["smpte2084", "arib-std-b67"];
    private static readonly string[] Wide = ["bt2020", "smpte431", "smpte432"];

    public bool IsHdr => HighDynamicRange.Contains(Transfer);

    public bool IsWide => IsHdr || Wide.Contains(Primaries);

    public static SourceColor Of(JsonElement stream) => new(
        stream.Text("pix_fmt"), Known(stream, "color_range"), Known(stream, "color_space"), Known(stream, "color_transfer"),
        Known(stream, "color_primaries"));

    /// <summary>Converts to BT.709. zscale reads color properties only from the frames, so <c>setparams</c> adds them there.</summary>
    public string? ToBt709()
    {
        if (!IsWide)
            return null;
        var (range, matrix) = IsRgb
            ? ("pc", "gbr")
            : (Range ?? "tv", Matrix is null or "gbr" ? IsHdr || Primaries == "bt2020" ? "bt2020nc" : "bt709" : Matrix);
        var format = IsRgb ? "gbrp12le" : "yuv420p10le";
        var labels = $"setparams=range={range}:color_primaries={Primaries ?? "bt2020"}:color_trc={TransferOr709}:colorspace={matrix}";
        const string ToVideo = "zscale=p=bt709:t=bt709:m=bt709:r=tv";
        return IsHdr
            ? $"format={format},{labels},zscale=t=linear:npl={StandardWhite},format=gbrpf32le,zscale=p=bt709,"
                + $"tonemap=tonemap=mobius:desat=0,{ToVideo}"
            : $"format={format},{labels},{ToVideo}";
    }

    // The transfer function. BT.2020 without HDR uses that of BT.709.
    private string TransferOr709 => IsHdr ? Transfer! : "bt709";

    private bool IsRgb => PixelFormat is { } format
        && (format.StartsWith("gbr", StringComparison.Ordinal) || format.Contains("rgb", StringComparison.Ordinal)
            || format.Contains("bgr", StringComparison.Ordinal));

    private static string? Known(JsonElement stream, string name) =>
        stream.Text(name) is { } text and not ("unknown" or "reserved" or "unspecified") ? text : null;
}
