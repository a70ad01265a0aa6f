using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.Redis.Machines;

internal sealed partial class MachineSettings(
    RedisLink link, IVideoGateway video, IHostApplicationLifetime host, ILogger<MachineSettings> logger)
{
    public void WarnOfLocalVideos()
    {
        if (video.Provider == MediaProvider.Local)
            LogLocalVideo(logger);
    }

    /// <summary>Ends the process if Redis is a cluster and the keys are not in one slot.</summary>
    public async Task RefuseClusterAsync(CancellationToken cancellationToken)
    {
        await link.FirstUp.WaitAsync(cancellationToken);
        if (!link.IsClusterWithoutHashTag)
            return;
        LogCluster(logger, "{videochat}:");
        Environment.ExitCode = 1;
        host.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Videos are stored on the local disk: with several machines, Storage:Path must be a shared folder, and live streams are rejected (Bunny.net has neither restriction)")]
    private static partial void LogLocalVideo(ILogger logger);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ConnectionStrings:Redis names a Redis cluster, in which all keys must be in one slot: add channelPrefix={Prefix} to it, with the braces")]
    private static partial void LogCluster(ILogger logger, string prefix);
}
