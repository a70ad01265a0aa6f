using MediatR;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Videos;

namespace VideoChat.Application.Service;

/// <summary>Returns the features and limits of this server, without a call to the video provider.</summary>
public sealed record GetServiceQuery : IRequest<ServiceState>;

/// <param name="VideoProvider">The provider of videos.</param>
/// <param name="HasTus">Whether files can be uploaded directly to the provider with tus.</param>
/// <param name="HasLiveStreams">Whether live streams can be created.</param>
/// <param name="Limits">The limits for clients.</param>
public sealed record ServiceState(MediaProvider VideoProvider, bool HasTus, bool HasLiveStreams, ServiceLimitsDto Limits)
{
    public bool HasVideos => VideoProvider != MediaProvider.Disabled;
}

internal sealed class GetServiceQueryHandler(IVideoGateway videos, ILiveGateway live, IServiceLimits limits)
    : IRequestHandler<GetServiceQuery, ServiceState>
{
    public Task<ServiceState> Handle(GetServiceQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(
            new ServiceState(videos.Provider, videos.SupportsTus, live.Provider != MediaProvider.Disabled, limits.Current));
}
