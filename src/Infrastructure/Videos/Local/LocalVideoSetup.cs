using Microsoft.Extensions.DependencyInjection;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
using VideoChat.Infrastructure.Videos.Local.Jobs;
using VideoChat.Infrastructure.Videos.Local.Storage;
using VideoChat.Infrastructure.Videos.Local.Transcoding;

namespace VideoChat.Infrastructure.Videos.Local;

internal static class LocalVideoSetup
{
    public static void AddLocalVideo(this IServiceCollection services)
    {
        services.AddCheckedOptions<TranscodeOptions>(TranscodeOptions.Section);
        services.AddSingleton<LocalStorage>();
        services.AddSingleton<IAbandonedFiles>(provider => provider.GetRequiredService<LocalStorage>());
        services.AddSingleton<OriginalFiles>();
        services.AddSingleton<ResultFolders>();
        services.AddSingleton<OriginalRetention>();
        services.AddSingleton<StorageErrors>();
        services.AddSingleton<FfmpegTools>();
        services.AddSingleton<TranscodeQueue>();
        services.AddSingleton<SourceReader>();
        services.AddSingleton<Transcoder>();
        services.AddSingleton<ThumbnailMaker>();
        services.AddSingleton<TranscodeAttempts>();
        services.AddSingleton<ResultPublisher>();
        services.AddSingleton<TranscodeSteps>();
        services.AddSingleton<TranscodeRunner>();
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<LocalVideoGateway>();
        services.AddHostedService<TranscodeWorker>();
        services.AddHostedService<StorageCleanup>();
    }
}
