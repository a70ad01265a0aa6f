using Microsoft.Extensions.DependencyInjection;
using VideoChat.Infrastructure.Storage;
using VideoChat.Infrastructure.Videos.Local.Ffmpeg;
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
        services.AddSingleton<FfmpegTools>();
        services.AddSingleton<TranscodeQueue>();
        services.AddSingleton<SourceReader>();
        services.AddSingleton<Transcoder>();
        services.AddSingleton<LocalVideoGateway>();
        services.AddHostedService<TranscodeWorker>();
    }
}
