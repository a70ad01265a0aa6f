using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;
using VideoChat.Infrastructure.Videos;

namespace VideoChat.Infrastructure.LiveStreams;

/// <summary>The gateway that is used if no provider is configured. Calls that need a provider fail with 503.</summary>
internal sealed class DisabledLiveGateway : ILiveGateway
{
    public MediaProvider Provider => MediaProvider.Disabled;

    public Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken) => throw DisabledVideoGateway.Disabled();

    public Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken) => throw DisabledVideoGateway.Disabled();

    public Task StopAsync(Guid streamId, CancellationToken cancellationToken) => throw DisabledVideoGateway.Disabled();
}
