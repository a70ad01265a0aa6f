using AutoMapper;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams;

internal sealed class LiveStreamProfile : Profile
{
    /// <summary>Maps the URLs as stored. <see cref="LiveStreamDto.At"/> makes them absolute.</summary>
    public LiveStreamProfile()
    {
        CreateMap<LiveStream, LiveStreamDto>()
            .ForCtorParam(nameof(LiveStreamDto.RtmpUrl), to => to.MapFrom(stream => $"{stream.IngestUrl}/{stream.StreamKey}"));
        CreateMap<LiveStream, LiveStreamViewDto>();
    }
}
