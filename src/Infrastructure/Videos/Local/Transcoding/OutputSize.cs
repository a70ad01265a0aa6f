using System.Globalization;

namespace VideoChat.Infrastructure.Videos.Local.Transcoding;

/// <summary>
/// Measures the segments that a transcode has written. ffmpeg writes the segments of a rendition one after another, so only the
/// newest segment can still grow and is measured again. A long video has thousands of segments.
/// </summary>
internal sealed class OutputSize(string folder, IEnumerable<string> renditions)
{
    /// <summary>The assumed block size of the file system. A file occupies whole blocks.</summary>
    private const int BlockSize = 4_096;

    private readonly Rendition[] _renditions = [.. renditions.Select(name => new Rendition(Path.Combine(folder, name)))];

    /// <summary>Returns the bytes that the segments occupy so far. The playlists are small and are not counted.</summary>
    public long Read() => _renditions.Sum(rendition => rendition.Read());

    private sealed class Rendition(string folder)
    {
        private long _complete;
        private int _newest;

        public long Read()
        {
            var size = SizeOf(_newest);
            while (SizeOf(_newest + 1) is { } next)
            {
                _complete += size ?? 0;
                _newest++;
                size = next;
            }
            return _complete + (size ?? 0);
        }

        private long? SizeOf(int segment)
        {
            var file = new FileInfo(Path.Combine(folder, segment.ToString(FfmpegArguments.SegmentNumber, CultureInfo.InvariantCulture) + ".ts"));
            return file.Exists ? (file.Length + BlockSize - 1) / BlockSize * BlockSize : null;
        }
    }
}
