using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VideoChat.Application.Videos;
using VideoChat.Application.Videos.UploadVideo;
using VideoChat.Infrastructure.Videos.Bunny;
using VideoChat.Infrastructure.Videos.Local;

namespace VideoChat.Infrastructure.Videos;

internal static class VideoSetup
{
    public const string BunnyIsMissing =
        "Bunny:ApiKey, Bunny:LibraryId, Bunny:PullZone: are missing; Video:Provider or Live:Provider is Bunny.";

    public static IServiceCollection AddVideo(this IServiceCollection services)
    {
        services.AddCheckedOptions<VideoOptions>(VideoOptions.Section).Configure<IConfiguration>(UseEarlierName);
        services.AddCheckedOptions<UploadsOptions>(UploadsOptions.Section);
        services.AddCheckedOptions<BunnyOptions>(BunnyOptions.Section)
            .Configure<IConfiguration>(UseOriginalNames)
            .Validate<IOptions<VideoOptions>>(
                (bunny, video) => bunny.IsConfigured || video.Value.Provider != VideoProvider.Bunny, BunnyIsMissing);

        services.AddBunny();
        services.AddLocalVideo();
        services.AddSingleton<DisabledVideoGateway>();
        services.AddSingleton<IVideoGateway>(provider => ProviderOf(provider) switch
        {
            VideoProvider.Bunny => provider.GetRequiredService<BunnyVideoGateway>(),
            VideoProvider.Local => provider.GetRequiredService<LocalVideoGateway>(),
            _ => provider.GetRequiredService<DisabledVideoGateway>(),
        });
        services.AddSingleton<IUploadsInProgress, UploadsInProgress>();
        services.AddSingleton<VideoRefresher>();
        services.AddSingleton<IVideoRefreshQueue>(provider => provider.GetRequiredService<VideoRefresher>());
        services.AddHostedService(provider => provider.GetRequiredService<VideoRefresher>());
        return services;
    }

    public static VideoProvider ProviderOf(IServiceProvider provider)
    {
        var configured = provider.GetRequiredService<IOptions<VideoOptions>>().Value.Provider;
        if (configured != VideoProvider.Auto)
            return configured;
        return provider.GetRequiredService<IOptions<BunnyOptions>>().Value.IsConfigured ? VideoProvider.Bunny : VideoProvider.Local;
    }

    // Applies the earlier name of a setting. BunnyOptions reports an invalid value under that name.
    private static void UseEarlierName(VideoOptions options, IConfiguration configuration)
    {
        var seconds = configuration.GetValue<int?>($"{BunnyOptions.Section}:{nameof(BunnyOptions.ReconcileSeconds)}");
        if (seconds is >= VideoOptions.MinReconcileSeconds and <= VideoOptions.MaxReconcileSeconds)
            options.ReconcileSeconds = seconds.Value;
    }

    private static void UseOriginalNames(BunnyOptions options, IConfiguration configuration)
    {
        options.ApiKey ??= configuration["BUNNY_API_KEY"];
        options.LibraryId ??= configuration["BUNNY_LIBRARY_ID"];
        options.PullZone ??= configuration["BUNNY_PULL_ZONE"];
        options.CollectionId ??= configuration["BUNNY_COLLECTION_ID"];
    }
}
