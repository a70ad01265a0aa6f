using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local;

/// <summary>How the programs of ffmpeg are asked.</summary>
internal static class FfmpegArguments
{
    private const int SegmentSeconds = 4;
    private const int MaxFramesPerSecond = 60;
    private const int MaxThumbnailLines = 720;

    /// <summary>
    /// The kinds of file that are read. A playlist, a list of files or a text is not among them: those can name other files
    /// and addresses, which ffmpeg would open with our rights.
    /// </summary>
    private const string Formats = "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,flv,asf,mxf,h264,hevc,m4v,ivf";

    private static readonly string[] Quiet = ["-hide_banner", "-loglevel", "error"];

    public static IEnumerable<string> Probe(string source) => [
        .. Quiet,
        .. Input(source),
        "-show_entries",
        "format=duration:stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,duration"
            + ":stream_disposition=attached_pic:stream_side_data=rotation",
        "-of", "json"];

    /// <summary>HLS in all sizes, into the folder where ffmpeg works.</summary>
    public static IEnumerable<string> Hls(string source, VideoSource video, IReadOnlyList<Rung> ladder)
    {
        List<string> arguments = [
            .. Quiet, "-nostdin", "-nostats", "-progress", "pipe:1", .. Input(source), "-filter_complex", Scale(video, ladder)];
        for (var i = 0; i < ladder.Count; i++)
        {
            arguments.AddRange(["-map", $"[v{i}]"]);
            if (video.AudioStream is { } audio)
                arguments.AddRange(["-map", $"0:{audio}"]);
            arguments.AddRange([$"-maxrate:v:{i}", $"{ladder[i].MaxKilobits}k", $"-bufsize:v:{i}", $"{ladder[i].MaxKilobits * 2}k"]);
        }
        arguments.AddRange([
            "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-profile:v", "high", "-sc_threshold", "0",
            "-force_key_frames", $"expr:gte(t,n_forced*{SegmentSeconds})",
            "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000", "-max_muxing_queue_size", "1024",
            "-f", "hls", "-hls_time", $"{SegmentSeconds}", "-hls_playlist_type", "vod", "-hls_flags", "independent_segments",
            "-hls_segment_type", "mpegts", "-hls_segment_filename", "%v/%05d.ts",
            "-master_pl_name", Transcoder.MasterPlaylist, "-var_stream_map", Variants(video, ladder),
            "%v/playlist.m3u8"]);
        return arguments;
    }

    public static IEnumerable<string> Thumbnail(string source, VideoSource video, double atSeconds, string output)
    {
        var rung = Ladder.For(video.Width, video.Height).Last(rung => Math.Min(rung.Width, rung.Height) <= MaxThumbnailLines);
        return [
            .. Quiet, "-nostdin", "-ss", atSeconds.ToString("0.###", CultureInfo.InvariantCulture), .. Input(source),
            "-map", $"0:{video.VideoStream}", "-frames:v", "1", "-vf", $"scale={rung.Width}:{rung.Height},setsar=1",
            "-map_metadata", "-1", "-q:v", "3", "-f", "image2", "-update", "1", output];
    }

    private static string[] Input(string source) =>
        ["-protocol_whitelist", "file", "-format_whitelist", Formats, "-i", "file:" + source];

    private static string Scale(VideoSource video, IReadOnlyList<Rung> ladder)
    {
        var slowed = video.FramesPerSecond is null or > MaxFramesPerSecond + 1 ? $"fps={MaxFramesPerSecond / 2}," : "";
        var split = $"[0:{video.VideoStream}]{slowed}split={ladder.Count}{string.Concat(ladder.Select((_, i) => $"[s{i}]"))}";
        return split + string.Concat(ladder.Select(
            (rung, i) => $";[s{i}]scale={rung.Width}:{rung.Height},setsar=1,format=yuv420p[v{i}]"));
    }

    private static string Variants(VideoSource video, IReadOnlyList<Rung> ladder) => string.Join(' ', ladder.Select(
        (rung, i) => video.AudioStream is null ? $"v:{i},name:{rung.Name}" : $"v:{i},a:{i},name:{rung.Name}"));
}
