using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.LiveStreams.Local;

/// <summary>Rejects local live streams if several machines may run, because an encoder sends its stream to one machine only.</summary>
internal sealed class OneMachineLive : ILiveGateway
{
    public MediaProvider Provider => MediaProvider.Disabled;

    public string DisabledReason => "Backplane:Provider is not InProcess";

    public Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken) => throw new VideoGatewayException(
        VideoGatewayFailure.Unavailable,
        "Local live streams need a server of one machine (Backplane:Provider=InProcess). With several, use Bunny.net (Live:Provider=Bunny).");

    /// <summary>Returns null, so that streams of an earlier single-machine setup count as lost.</summary>
    public Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderLiveStatus?>(null);

    public Task StopAsync(Guid streamId, CancellationToken cancellationToken) => Task.CompletedTask;
}
