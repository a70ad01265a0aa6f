using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.LiveStreams;
using VideoChat.Infrastructure.LiveStreams.Bunny;
using VideoChat.Infrastructure.LiveStreams.Local;
using VideoChat.Infrastructure.LiveStreams.Local.Recordings;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Videos;
using VideoChat.Infrastructure.Videos.Bunny;

namespace VideoChat.Infrastructure.LiveStreams;

internal static class LiveStreamSetup
{
    public static IServiceCollection AddLiveStreams(this IServiceCollection services)
    {
        services.AddCheckedOptions<LiveOptions>(LiveOptions.Section);
        services.AddOptions<BunnyOptions>().Validate<IOptions<VideoOptions>, IOptions<LiveOptions>>(
            // A missing provider of videos is ignored here, because another check reports it.
            (bunny, video, live) => bunny.IsConfigured
                || live.Value.Provider != LiveProvider.Bunny || video.Value.Provider == VideoProvider.Bunny,
            VideoSetup.BunnyIsMissing);

        services.AddSingleton<BunnyLiveGateway>();
        services.AddSingleton<LiveRecordings>();
        services.AddSingleton<LiveIngests>();
        services.AddSingleton<LiveFileCleanup>();
        services.AddSingleton<LocalLiveGateway>();
        services.AddSingleton<OneMachineLive>();
        services.AddSingleton<DisabledLiveGateway>();
        services.AddSingleton<ILiveGateway>(provider => ProviderOf(provider) switch
        {
            VideoProvider.Bunny => provider.GetRequiredService<BunnyLiveGateway>(),
            VideoProvider.Local when HasOtherMachines(provider) => provider.GetRequiredService<OneMachineLive>(),
            VideoProvider.Local => provider.GetRequiredService<LocalLiveGateway>(),
            _ => provider.GetRequiredService<DisabledLiveGateway>(),
        });
        services.AddHostedService<LocalLiveWorker>();
        services.AddSingleton<LiveStatusChanges>();
        services.AddHostedService<LiveStreamRefresher>();
        return services;
    }

    private static VideoProvider ProviderOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<LiveOptions>>().Value.Provider switch
        {
            LiveProvider.Bunny => VideoProvider.Bunny,
            LiveProvider.Local => VideoProvider.Local,
            _ => VideoSetup.ProviderOf(provider),
        };

    private static bool HasOtherMachines(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<BackplaneOptions>>().Value.Provider != BackplaneProvider.InProcess;
}
