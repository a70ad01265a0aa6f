using MediatR;
using Microsoft.Extensions.Options;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Messages;
using VideoChat.Application.Videos;

namespace VideoChat.Application.Service;

/// <summary>Returns the features and limits of this server, without a call to the video provider.</summary>
public sealed record GetServiceQuery : IRequest<ServiceState>;

/// <param name="VideoProvider">The provider of videos.</param>
/// <param name="HasLiveStreams">Whether live streams can be created.</param>
/// <param name="MessageLength">The maximum length of a message in UTF-16 code units.</param>
public sealed record ServiceState(MediaProvider VideoProvider, bool HasLiveStreams, int MessageLength)
{
    public bool HasVideos => VideoProvider != MediaProvider.Disabled;
}

internal sealed class GetServiceQueryHandler(IVideoGateway videos, ILiveGateway live, IOptions<MessagesOptions> messages)
    : IRequestHandler<GetServiceQuery, ServiceState>
{
    public Task<ServiceState> Handle(GetServiceQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new ServiceState(videos.Provider, live.Provider != MediaProvider.Disabled, messages.Value.MaxLength));
}
