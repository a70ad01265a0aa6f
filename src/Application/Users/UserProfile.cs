using AutoMapper;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Users;

internal sealed class UserProfile : Profile
{
    public UserProfile() => CreateMap<User, UserDto>();
}
