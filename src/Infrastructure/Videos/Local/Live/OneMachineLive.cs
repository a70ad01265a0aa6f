using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;

namespace VideoChat.Infrastructure.Videos.Local.Live;

/// <summary>
/// No local live streams where there are several machines: a stream comes in at a port of one of them, and neither could
/// the others tell how it is doing, nor would a proxy lead its encoder there.
/// </summary>
internal sealed class OneMachineLive : ILiveGateway
{
    public string Name => "none (Backplane:Provider is not InProcess)";

    public bool IsEnabled => false;

    public Task<ProviderLiveStream> CreateAsync(string title, CancellationToken cancellationToken) => throw new VideoGatewayException(
        VideoGatewayFailure.Unavailable,
        "Local live streams need a server of one machine (Backplane:Provider=InProcess). With several, use Bunny.net (Live:Provider=Bunny).");

    /// <summary>What there was when there was one machine is no more.</summary>
    public Task<ProviderLiveStatus?> RefreshAsync(Guid streamId, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderLiveStatus?>(null);

    public Task StopAsync(Guid streamId, CancellationToken cancellationToken) => Task.CompletedTask;
}
