using AutoMapper;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos;

internal sealed class VideoProfile : Profile
{
    /// <summary>Sets the provider's values to null. <see cref="VideoDto.At"/> adds them.</summary>
    public VideoProfile() => CreateMap<Video, VideoDto>()
        .ForCtorParam(nameof(VideoDto.PlaybackUrl), to => to.MapFrom(_ => default(string)))
        .ForCtorParam(nameof(VideoDto.ThumbnailUrl), to => to.MapFrom(_ => default(string)))
        .ForCtorParam(nameof(VideoDto.QueuePosition), to => to.MapFrom(_ => default(int?)))
        .ForCtorParam(nameof(VideoDto.Failure), to => to.MapFrom(video => VideoFailureText.Of(video.Failure)));
}
