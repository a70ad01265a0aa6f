using MediatR;

namespace VideoChat.Application.Videos;

/// <summary>Asks who the video provider is, without asking the provider.</summary>
public sealed record GetVideoProviderQuery : IRequest<VideoProviderState>;

/// <param name="Name">bunny, local or disabled.</param>
/// <param name="State">enabled, disabled or degraded.</param>
public sealed record VideoProviderState(string Name, string State);

internal sealed class GetVideoProviderQueryHandler(IVideoGateway gateway)
    : IRequestHandler<GetVideoProviderQuery, VideoProviderState>
{
    public Task<VideoProviderState> Handle(GetVideoProviderQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new VideoProviderState(gateway.Name, gateway.State));
}
