using System.Globalization;
using VideoChat.Domain.Videos;
using VideoChat.Infrastructure.Videos.Local.Storage;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.Videos.Local.Jobs;

/// <summary>Limits the attempts to process a video, counted on disk over all processes and machines.</summary>
internal sealed class TranscodeAttempts(OriginalFiles originals)
{
    private const int MaxAttempts = 5;

    /// <summary>
    /// Processes a video, unless the maximum number of attempts is reached. The attempt is counted before it starts, so that a file
    /// that crashes the server is not retried endlessly.
    /// </summary>
    public async Task<TranscodeResult> TryAsync(Guid videoId, string source, string? folder, Func<Task<TranscodeResult>> make)
    {
        var earlier = Read(videoId);
        if (earlier >= MaxAttempts)
            return TranscodeResult.Failed(VideoFailure.ServerFailed);
        Write(videoId, earlier + 1);
        var counts = false;
        try
        {
            return await make();
        }
        catch (Exception exception) when (
            exception is not OperationCanceledException and not OutOfSpaceException { WrittenBytes: 0 } && AreThere(source, folder))
        {
            counts = true;
            throw;
        }
        finally
        {
            if (!counts)
                Write(videoId, earlier);
        }
    }

    public void Forget(Guid videoId) => File.Delete(originals.AttemptsOf(videoId));

    // Determines whether the files still exist. If not, the disk and not the video caused the failure.
    public static bool AreThere(string source, string? folder) => File.Exists(source) && (folder is null || Directory.Exists(folder));

    private int Read(Guid videoId)
    {
        try
        {
            var text = File.ReadAllText(originals.AttemptsOf(videoId));
            return int.TryParse(text, CultureInfo.InvariantCulture, out var attempts) ? attempts : 0;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private void Write(Guid videoId, int attempts)
    {
        if (attempts == 0)
            Forget(videoId);
        else
            File.WriteAllText(originals.AttemptsOf(videoId), attempts.ToString(CultureInfo.InvariantCulture));
    }
}
