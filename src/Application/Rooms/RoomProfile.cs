using AutoMapper;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms;

internal sealed class RoomProfile : Profile
{
    /// <summary>Leaves the members empty: the handler that reads them adds them.</summary>
    public RoomProfile() => CreateMap<Room, RoomDto>()
        .ForCtorParam(nameof(RoomDto.Users), to => to.MapFrom(_ => Array.Empty<Guid>()));
}
