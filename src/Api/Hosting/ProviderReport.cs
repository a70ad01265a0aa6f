using Microsoft.Extensions.Options;
using VideoChat.Api.Configuration;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Application.Webhooks;
using VideoChat.Infrastructure.Persistence;
using VideoChat.Infrastructure.Redis;
using VideoChat.Infrastructure.Videos.Bunny;

namespace VideoChat.Api.Hosting;

/// <summary>
/// Lists the configured providers for the startup report. Also reports disabled webhook delivery and insecure webhook settings.
/// </summary>
internal sealed class ProviderReport(
    IOptions<DatabaseOptions> database,
    IOptions<BackplaneOptions> backplane,
    IVideoGateway videos,
    ILiveGateway liveStreams,
    IOptions<BunnyOptions> bunny,
    IOptions<WebhooksOptions> webhooks) : ISettingsNotes
{
    public DatabaseProvider Database => database.Value.Provider;

    public BackplaneProvider Backplane => backplane.Value.Provider;

    public string Video => NameOf(videos.Provider);

    public string Live => liveStreams.DisabledReason is { } reason ? $"none ({reason})" : NameOf(liveStreams.Provider);

    public IEnumerable<string> ListOff() => webhooks.Value.Enabled ? [] : ["webhook delivery (Webhooks:Enabled)"];

    public IEnumerable<string> ListOpen()
    {
        if (webhooks.Value.AllowHttp)
            yield return "webhooks over http (Webhooks:AllowHttp)";
        if (webhooks.Value.AllowPrivateNetworks)
            yield return "webhooks into private networks (Webhooks:AllowPrivateNetworks)";
        if ((videos.Provider == MediaProvider.Bunny || liveStreams.Provider == MediaProvider.Bunny) && string.IsNullOrEmpty(bunny.Value.ReadOnlyApiKey))
            yield return "unsigned video-provider webhooks (Bunny:ReadOnlyApiKey)";
    }

    private static string NameOf(MediaProvider provider) => provider.ToString().ToLowerInvariant();
}
