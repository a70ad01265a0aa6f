using AutoMapper;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams;

internal sealed class LiveStreamProfile : Profile
{
    /// <summary>The URLs are as stored: see <see cref="LiveStreamDto.At"/>.</summary>
    public LiveStreamProfile() => CreateMap<LiveStream, LiveStreamDto>()
        .ForCtorParam(nameof(LiveStreamDto.RtmpUrl), to => to.MapFrom(stream => $"{stream.IngestUrl}/{stream.StreamKey}"));
}
