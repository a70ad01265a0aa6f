using System.Globalization;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

internal static class FfmpegArguments
{
    public const int SegmentSeconds = 4;

    /// <summary>The format of the number in a segment's file name.</summary>
    public const string SegmentNumber = "00000";

    private const int MaxThumbnailLines = 720;

    // The frame rate below which B-frames are disabled.
    private const int MinReorderedFrameRate = 20;

    // The accepted formats. Playlists and similar formats are excluded, because they can name other files, and ffmpeg would open
    // those with the server's rights.
    private const string Formats = "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,flv,asf,mxf,h264,hevc,m4v,ivf,dv";

    private static readonly string[] Quiet = ["-hide_banner", "-loglevel", "error"];

    public static IEnumerable<string> Probe(string source, TranscodeOptions options) => [
        .. Quiet,
        .. Input(source, options),
        "-show_entries",
        "format=format_name,start_time:stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,field_order,"
            + "pix_fmt,color_range,color_space,color_transfer,color_primaries"
            + ":stream_disposition=attached_pic:stream_side_data=displaymatrix,rotation,dv_profile,dv_bl_signal_compatibility_id",
        "-of", "json"];

    public static IEnumerable<string> Packets(string source, TranscodeOptions options) => [
        .. Quiet,
        .. Input(source, options),
        "-show_entries", "packet=stream_index,pts_time,dts_time,duration_time,size,flags",
        "-of", "csv=p=0"];

    public static IEnumerable<string> Hls(string source, TranscodePlan plan, TranscodeOptions options)
    {
        var threads = options.ThreadCount.ToString(CultureInfo.InvariantCulture);
        // Reinitialization is off, because a frame of a different size would restart the time of the filters. FfmpegFilters scales
        // such frames instead.
        List<string> arguments = [
            .. Quiet, "-nostdin", "-nostats", "-progress", "pipe:1", "-noautorotate", "-reinit_filter:v", "0", "-threads", threads,
            .. Input(source, options), "-filter_complex_threads", threads, "-filter_complex", FfmpegFilters.Picture(plan)];
        if (plan.HasSound)
            arguments.AddRange(["-filter_complex", FfmpegFilters.Sound(plan)]);
        for (var i = 0; i < plan.Ladder.Count; i++)
        {
            arguments.AddRange(["-map", $"[v{i}]"]);
            if (plan.HasSound)
                arguments.AddRange(["-map", $"[a{i}]"]);
            var kilobits = plan.Ladder[i].MaxKilobits;
            arguments.AddRange([$"-maxrate:v:{i}", $"{kilobits}k", $"-bufsize:v:{i}", $"{kilobits * 2}k"]);
        }
        arguments.AddRange([
            "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high", "-sc_threshold", "0", "-threads", threads,
            .. Reordering(plan),
            "-force_key_frames", $"expr:gte(t,n_forced*{SegmentSeconds})",
            "-c:a", "aac", "-b:a", "128k", "-max_muxing_queue_size", "1024",
            // Audio waits for video across gaps of any length. Otherwise timestamps could begin below zero.
            "-max_interleave_delta", "0",
            "-f", "hls", "-hls_time", $"{SegmentSeconds}", "-hls_playlist_type", "vod", "-hls_flags", "independent_segments",
            "-hls_segment_type", "mpegts", "-hls_segment_filename", "%v/%05d.ts",
            "-master_pl_name", TranscodeResult.MasterPlaylist, "-var_stream_map", Variants(plan),
            "%v/playlist.m3u8"]);
        return arguments;
    }

    // Returns the arguments for a thumbnail. The input is the HLS output, which is already rotated, tone-mapped and deinterlaced.
    public static IEnumerable<string> Thumbnail(TranscodePlan plan, double atSeconds, string output)
    {
        var rung = plan.Ladder.LastOrDefault(rung => Math.Min(rung.Width, rung.Height) <= MaxThumbnailLines) ?? plan.Ladder[0];
        var segment = (int)(atSeconds / SegmentSeconds);
        return [
            .. Quiet, "-nostdin", "-ss", (atSeconds - segment * SegmentSeconds).ToString("0.###", CultureInfo.InvariantCulture),
            "-protocol_whitelist", "file", "-format_whitelist", "mpegts", "-i", $"file:{rung.Name}/{segment.ToString(SegmentNumber, CultureInfo.InvariantCulture)}.ts",
            "-map", "0:v", "-frames:v", "1", "-map_metadata", "-1", "-q:v", "3", "-f", "image2", "-update", "1", output];
    }

    private static string[] Input(string source, TranscodeOptions options) => [
        "-protocol_whitelist", "file", "-format_whitelist", Formats,
        "-max_pixels", options.MaxPixels.ToString(CultureInfo.InvariantCulture), "-i", "file:" + source];

    // Disables B-frames at a low frame rate. With them, decoding starts two frames before the first picture, and the delay is
    // visible in hls.js.
    private static string[] Reordering(TranscodePlan plan) => plan.FramesPerSecond < MinReorderedFrameRate ? ["-bf", "0"] : [];

    private static string Variants(TranscodePlan plan) => string.Join(' ', plan.Ladder.Select(
        (rung, i) => plan.HasSound ? $"v:{i},a:{i},name:{rung.Name}" : $"v:{i},name:{rung.Name}"));
}
