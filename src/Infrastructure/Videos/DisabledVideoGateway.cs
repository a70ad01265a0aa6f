using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.Videos;

/// <summary>The gateway that is used if no provider is configured. Calls that need a provider fail with 503.</summary>
internal sealed class DisabledVideoGateway : IVideoGateway
{
    public MediaProvider Provider => MediaProvider.Disabled;

    public bool SendsWebhooks => false;

    public Task<Guid> CreateAsync(string title, CancellationToken cancellationToken) => throw Disabled();

    public Task UploadAsync(Guid videoId, Stream content, long length, CancellationToken cancellationToken) => throw Disabled();

    public Task<ProviderVideo?> FindAsync(Guid videoId, CancellationToken cancellationToken) => throw Disabled();

    public Task DeleteAsync(Guid videoId, CancellationToken cancellationToken) => throw Disabled();

    public VideoPlayback GetPlayback(Guid videoId) => throw Disabled();

    public int? QueuePositionOf(Guid videoId) => null;

    public TusUpload? GetTusUpload(Guid videoId) => null;

    internal static VideoGatewayException Disabled() => new(
        VideoGatewayFailure.Unavailable, "Video is disabled on this server (Video:Provider=None).");
}
