using System.Globalization;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

/// <summary>An ffmpeg that does not process a video while it is held, and records which process started it.</summary>
internal sealed class HeldFfmpeg : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("videochat-ffmpeg-");

    public HeldFfmpeg()
    {
        var script = System.IO.Path.Combine(_folder.FullName, "ffmpeg");
        File.WriteAllText(script, $$"""
            #!/bin/sh
            for word; do
              case $word in
                file:*) video=${word##*/}; video=${video%%.*} ;;
                -progress) hls=yes ;;
              esac
            done
            if [ "$hls" ]; then
              echo $PPID >> "{{_folder}}/$video.runs"
              while [ -e "{{_folder}}/$video.held" ]; do sleep 0.05; done
              [ ! -e "{{_folder}}/$video.slow" ] || set -- -re "$@"
            fi
            PATH=${PATH#*:} exec ffmpeg "$@"
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The setting that makes a server use this ffmpeg.</summary>
    public (string Key, string Value) Setting => ("PATH", $"{_folder}:{MediaPrograms.Folder}");

    /// <summary>Makes ffmpeg take as long as the video lasts.</summary>
    public void Slow(Guid videoId) => File.WriteAllText(FileOf(videoId, "slow"), "");

    public void Hold(Guid videoId) => File.WriteAllText(FileOf(videoId, "held"), "");

    public void Release(Guid videoId)
    {
        File.Delete(FileOf(videoId, "held"));
        File.Delete(FileOf(videoId, "slow"));
    }

    /// <summary>Returns the ids of the server processes that began to transcode a video, one per attempt.</summary>
    public int[] MakersOf(Guid videoId) => File.Exists(FileOf(videoId, "runs"))
        ? [.. File.ReadAllLines(FileOf(videoId, "runs")).Select(line => int.Parse(line, CultureInfo.InvariantCulture))]
        : [];

    public void Dispose() => _folder.Delete(recursive: true);

    private string FileOf(Guid videoId, string extension) => System.IO.Path.Combine(_folder.FullName, $"{videoId}.{extension}");
}
