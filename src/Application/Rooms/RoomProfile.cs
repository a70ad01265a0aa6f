using AutoMapper;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms;

internal sealed class RoomProfile : Profile
{
    /// <summary>Leaves <see cref="RoomDto.Users"/> empty. The handlers read the members in a separate query.</summary>
    public RoomProfile() => CreateMap<Room, RoomDto>()
        .ForCtorParam(nameof(RoomDto.Users), to => to.MapFrom(_ => Array.Empty<Guid>()))
        .ForCtorParam(nameof(RoomDto.Position), to => to.MapFrom(room => room.Position.ToString()));
}
