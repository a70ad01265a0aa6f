using Microsoft.Extensions.Options;

namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>Deletes an original if its processing has failed, or if it has HLS output and originals are not kept.</summary>
internal sealed class OriginalRetention(OriginalFiles originals, ResultFolders results, IOptions<TranscodeOptions> options)
{
    public void Apply(Guid videoId)
    {
        if (IsDispensable(videoId))
            originals.Delete(videoId);
    }

    private bool IsDispensable(Guid videoId) =>
        (!options.Value.KeepOriginals && results.HasPlaylist(videoId))
        || TranscodeResult.Read(results.PathOf(videoId)) is { IsReady: false };
}
