using Microsoft.Extensions.Options;
using VideoChat.Application.LiveStreams;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Infrastructure.LiveStreams.Local;

/// <summary>Removes the files of ended streams after <c>Live:KeepSeconds</c>, and recordings of unknown streams.</summary>
internal sealed class LiveFileCleanup(
    LiveIngests ingests, LiveRecordings recordings, LocalStorage storage, IOptions<LiveOptions> options, TimeProvider clock)
{
    public void Run()
    {
        var keep = TimeSpan.FromSeconds(options.Value.KeepSeconds);
        var now = clock.GetUtcNow();
        ingests.ForgetEnded(keep);
        recordings.RemoveUnknown(id => ingests.Find(id) is not null, now);
        if (!Directory.Exists(storage.Live))
            return;
        foreach (var folder in Directory.EnumerateDirectories(storage.Live))
        {
            var isOver = !Guid.TryParse(Path.GetFileName(folder), out var id)
                || ingests.Find(id) is null or { Status: ProviderLiveStatus.Ended };
            // The write time of the folder shows when the stream ended, because each segment and the end of the playlist change it.
            if (isOver && now - Directory.GetLastWriteTimeUtc(folder) > keep)
                Directory.Delete(folder, recursive: true);
        }
    }
}
