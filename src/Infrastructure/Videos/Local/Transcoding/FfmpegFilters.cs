using System.Globalization;
using VideoChat.Infrastructure.Videos.Local.Sources;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

// Builds ffmpeg's filters. They fill gaps with repeated frames and silence, because players stall if the tracks do not cover the
// whole duration.
internal static class FfmpegFilters
{
    /// <summary>Aspect ratios with a smaller relative difference count as equal, for example those of 704 and 720 columns.</summary>
    private const string SameRatio = "0.03";

    /// <summary>Returns the video filters, with one output per rung: <c>[v0]</c>, <c>[v1]</c> and so on.</summary>
    public static string Picture(TranscodePlan plan)
    {
        var picture = plan.Source.Picture;
        var top = plan.Ladder[^1];
        var (width, height) = picture.Orientation.SwapsSides ? (top.Height, top.Width) : (top.Width, top.Height);
        string?[] chain = [
            $"[0:{picture.Stream}]setpts=PTS-({Number(plan.StartSeconds)})/TB",
            Letterbox(picture),
            picture.MayBeInterlaced ? "bwdif=mode=send_frame:deint=interlaced" : null,
            $"fps={Number(plan.FramesPerSecond)}:start_time=0:eof_action=pass",
            "tpad=stop=-1:stop_mode=clone",
            $"trim=duration={Number(plan.DurationSeconds)}",
            $"scale={width}:{height}",
            "setsar=1",
            picture.Orientation.Filter,
            picture.Color.ToBt709(),
            "format=yuv420p",
            $"split={plan.Ladder.Count}{string.Concat(plan.Ladder.Select((_, i) => $"[s{i}]"))}"];
        return string.Join(',', chain.Where(filter => filter is not null))
            + string.Concat(plan.Ladder.Select((rung, i) => $";[s{i}]scale={rung.Width}:{rung.Height},setsar=1[v{i}]"));
    }

    /// <summary>Returns the audio filters, with one output per rung: <c>[a0]</c>, <c>[a1]</c> and so on.</summary>
    public static string Sound(TranscodePlan plan) =>
        $"[0:{plan.Source.AudioStream}]asetpts=PTS-({Number(plan.StartSeconds)})/TB,aresample=48000:async=1:first_pts=0,"
        + $"aformat=channel_layouts=stereo,apad,atrim=duration={Number(plan.DurationSeconds)},"
        + $"asplit={plan.Ladder.Count}{string.Concat(plan.Ladder.Select((_, i) => $"[a{i}]"))}";

    // Scales and pads all frames to one size. Frames may change their size within a file, and the later filters do not support
    // this.
    private static string Letterbox(SourcePicture picture)
    {
        var (width, height) = (Even(picture.CodedWidth), Even(picture.CodedHeight));
        var ratio = Number(picture.CodedWidth * picture.PixelRatio / picture.CodedHeight);
        const string Shown = @"if(between(sar\,0.1\,10)\,dar\,a)";
        var isSame = $@"lt(abs({Shown}/{ratio}-1)\,{SameRatio})";
        return $@"scale=w='if({isSame}\,{width}\,min({width}\,2*round({width}*{Shown}/{ratio}/2)))'"
            + $@":h='if({isSame}\,{height}\,min({height}\,2*round({height}*{ratio}/{Shown}/2)))':eval=frame,"
            + $"pad=w={width}:h={height}:x=(ow-iw)/2:y=(oh-ih)/2:eval=frame";
    }

    private static int Even(int side) => Math.Max(2, side & ~1);

    private static string Number(double number) => number.ToString("0.########", CultureInfo.InvariantCulture);
}
