using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local.Recordings;

/// <summary>
/// The recordings of live streams. At the end of a stream, <c>{stream}.flv</c> becomes <c>{stream}.{video}.flv</c>, so the id of the
/// video survives a crash.
/// </summary>
internal sealed partial class LiveRecordings(
    LocalStorage storage, DiskSpace space, IVideoGateway videos, IOptions<LiveOptions> options, ILogger<LiveRecordings> logger)
{
    private const string Extension = LocalStorage.RecordingExtension;

    private static readonly TimeSpan KeepUnknown = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();

    public LiveRecording? Open(Guid streamId)
    {
        if (!options.Value.Record || videos.Provider != MediaProvider.Local)
            return null;
        lock (_lock)
        {
            // The file was renamed, but the end of the stream was not stored in the database, so the stream continues.
            if (FindFinished(streamId) is { } finished && !File.Exists(PathOf(streamId)))
                File.Move(finished, PathOf(streamId));
        }
        return new LiveRecording(streamId, PathOf(streamId), options.Value.RecordMaxBytes, space, logger);
    }

    /// <summary>Assigns a video id to the recording of an ended stream. Repeated calls return the same id.</summary>
    public Guid? Finish(Guid streamId)
    {
        lock (_lock)
        {
            if (!Directory.Exists(storage.Recordings))
                return null;
            if (FindFinished(streamId) is { } finished)
                return VideoOf(finished);
            if (!File.Exists(PathOf(streamId)))
                return null;
            var videoId = Uuid7.Next();
            File.Move(PathOf(streamId), Path.Combine(storage.Recordings, $"{streamId}.{videoId}{Extension}"));
            return videoId;
        }
    }

    public void Discard(Guid streamId)
    {
        lock (_lock)
        {
            if (Directory.Exists(storage.Recordings))
                File.Delete(PathOf(streamId));
        }
    }

    // Removes recordings of streams that the database does not contain, for example after the restore of a backup.
    public void RemoveUnknown(Func<Guid, bool> isKnown, DateTimeOffset now)
    {
        if (!Directory.Exists(storage.Recordings))
            return;
        foreach (var file in Directory.EnumerateFiles(storage.Recordings))
        {
            var isKept = Guid.TryParse(Path.GetFileName(file).Split('.')[0], out var streamId) && isKnown(streamId);
            if (isKept || now - File.GetLastWriteTimeUtc(file) < KeepUnknown)
                continue;
            LogRemoved(logger, Path.GetFileName(file));
            File.Delete(file);
        }
    }

    private string PathOf(Guid streamId) => Path.Combine(storage.Recordings, streamId + Extension);

    private string? FindFinished(Guid streamId) => Directory.Exists(storage.Recordings)
        ? Directory.EnumerateFiles(storage.Recordings, $"{streamId}.*{Extension}").FirstOrDefault(file => VideoOf(file) is not null)
        : null;

    private static Guid? VideoOf(string file) =>
        Path.GetFileName(file).Split('.') is [_, var video, _] && Guid.TryParse(video, out var id) ? id : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removed the recording {File} of an unknown live stream")]
    private static partial void LogRemoved(ILogger logger, string file);
}
